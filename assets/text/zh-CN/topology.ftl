# The topology: kinds, relations, facts
