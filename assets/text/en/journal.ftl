# The activity page
journal-title = Activity
journal-none = Nothing has been asked of the cloud yet
journal-none-text = What you create or delete is listed here, with the answers of the cloud
journal-what = Request
journal-cluster = Cluster
journal-where = Where
journal-when = Asked
journal-progress = Progress
journal-words = The server’s words
journal-request-id = Request id
