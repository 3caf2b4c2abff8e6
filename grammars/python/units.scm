(module (_) @unit)
