"""From contents to words: templates, languages, own branding. Begin at `render`; `writer` is what run/ uses."""
