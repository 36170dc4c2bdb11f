# The user guide
guide-title = User guide
guide-search = Search the guide
guide-nothing = Nothing found; try fewer words
guide-copy = Copy these lines
guide-back = Back to the clouds
