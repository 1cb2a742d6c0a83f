"""What posts print of the places that authors add, and which towns are offered to them."""
