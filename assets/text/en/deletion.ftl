# The confirmation of a deletion
deletion-title = Delete the cluster { $name }?
deletion-cannot = This cannot be undone
deletion-cloud = Cloud
deletion-project = Project
deletion-region = Region
deletion-cluster = Cluster
deletion-id = Cluster id
deletion-vanishes = What will vanish
deletion-count = { $kind }: { $n }
deletion-masters = Masters: { $n }
deletion-workers = Workers: { $n }
deletion-unknown = The load balancers, addresses and volumes of this cluster are not known yet
deletion-stays = Volumes that Kubernetes made for its workloads may stay behind and keep costing quota
deletion-button = Delete cluster
deletion-sent = The request is on its way; it is sent only once
