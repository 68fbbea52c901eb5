"""How people move: rules, and engines that sample them."""
