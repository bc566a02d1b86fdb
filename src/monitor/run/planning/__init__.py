"""Questions before acting: the plan, the gate, a backtest, a prediction."""
