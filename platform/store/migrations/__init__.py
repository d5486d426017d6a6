"""The steps that bring a database from any older shape to the present one."""
