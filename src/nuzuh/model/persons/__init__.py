"""The engine that moves persons one by one."""
