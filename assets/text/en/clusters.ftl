# The list of clusters
clusters-title = Clusters
clusters-create = Create cluster…
clusters-all = All
clusters-failed = Failed
clusters-busy = In progress
clusters-unhealthy = Unhealthy
clusters-lens = { $word } { $count }
clusters-fetching = { $known } clusters so far, more are being fetched
clusters-fetching-of = { $known } of { $total } clusters fetched, the rest is on its way
clusters-loading = Asking Magnum for the clusters
clusters-empty = No clusters in this project
clusters-empty-text = A cluster is a set of servers that runs Kubernetes; Magnum builds it from a template
clusters-none-of-these = None at the moment
clusters-column-name = Name
clusters-column-status = Status
clusters-column-health = Health
clusters-column-version = Version
clusters-column-masters = Masters
clusters-column-workers = Workers
clusters-column-template = Template
clusters-column-age = Age
clusters-column-api = API address
clusters-table = List of clusters
clusters-open = Open
clusters-topology = Topology
clusters-delete = Delete…
clusters-copy-id = Copy cluster id
clusters-fact-id = Cluster id
clusters-fact-keypair = Key pair
clusters-fact-flavors = Flavors
clusters-fact-flavors-value = { $masters } for masters, { $workers } for workers
clusters-fact-nodes = Nodes
clusters-fact-nodes-value = { $masters } { $masters ->
        [one] master
       *[other] masters
    }, { $workers } { $workers ->
        [one] worker
       *[other] workers
    }
clusters-fact-stack = Stack
clusters-fact-created = Created
clusters-fact-updated = Updated
clusters-why-unhealthy = What is unhealthy
clusters-column-owner = Owner
clusters-column-upgrade = Upgrade to
clusters-column-driver = Driver
clusters-column-flavor = Worker flavor
clusters-ticked = { $n } clusters picked
clusters-delete-ticked = Delete them…
clusters-copy-ticked = Copy their ids
clusters-untick = Pick none
clusters-group-none = Not grouped
clusters-group-by = Group clusters by
