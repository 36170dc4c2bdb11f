# The creation form
