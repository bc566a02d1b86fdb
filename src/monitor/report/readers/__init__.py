"""For whom a message is: what may be shown to whom, by which name, over which days; text made safe."""
