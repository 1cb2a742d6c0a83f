"""What readers look for, and what may come to somebody who did not open it. Pure."""
