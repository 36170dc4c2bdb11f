# The activity page and the notices
