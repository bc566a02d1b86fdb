"""What commands print: tables, explanations, the gate."""
