# clusters
