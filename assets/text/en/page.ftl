# One cluster's page
page-back = Clusters
page-tab-summary = Summary
page-tab-topology = Topology
page-tab-resources = Resources
page-tab-timeline = Timeline
page-tab-inside = Kubernetes
page-tab-access = Access
page-refresh = Refresh
page-delete = Delete…
page-delete-gone = The cluster is gone already
page-delete-running = The cluster is being deleted
page-loading = Asking Magnum for this cluster
page-loading-parts = Asking Heat and Nova what it is made of
page-loading-events = Asking Heat for its events
page-gone = This cluster is gone
page-gone-since = Noticed { $ago }, at { $time }. Shown is what was known last.
page-version = Version { $version }
page-age = Created { $ago }

# Why it failed
page-failed-create = This cluster could not be created
page-failed-update = The last change of this cluster failed
page-failed-delete = This cluster could not be deleted
page-stuck-here = This cluster does not get on
page-fact-volume-means = Every node gets a Cinder volume of this size for container images
page-fact-floating-means = Whether every node gets an address that is reached from outside
page-fact-balancer-means = Whether the Kubernetes API stands behind a load balancer
page-fact-timeout-means = Magnum calls a creation failed when it takes longer
page-failed-other = The last action on this cluster failed
page-see-resources = Show the resources
page-unhealthy = Magnum finds this cluster unhealthy

# How a change stands
page-build-count = { $complete } of { $total } resources done
page-build-elapsed = Running for { $span }
page-build-limit = Magnum gives up after { $span }
page-build-overdue = Longer than the { $span } after which Magnum gives up
page-build-busy = Working on { $what }
page-build-busy-more = Working on { $what } and { $n } more
page-build-latest = Newest words
page-build-groups = Still to come, once the cluster stands: node groups { $what }. This program makes them; if you close it before, it does so the next time this project is open

# Summary
page-section-identity = Identity
page-section-api = API and addresses
page-section-size = Size
page-section-groups = Node groups
page-section-network = Network
page-section-versions = Versions
page-section-health = Health
page-health-none = Magnum has not looked yet
page-health-untold = { $health }; Magnum gives no reason
page-section-labels = Labels
page-section-times = Times
page-fact-name = Name
page-fact-id = Cluster id
page-fact-template = Cluster template
page-fact-project = Project
page-fact-owner = Owner
page-fact-owner-you = { $user } (you)
page-fact-keypair = Key pair
page-fact-stack = Heat stack
page-fact-identity = Cluster API name
page-fact-api = API address
page-fact-discovery = etcd discovery
page-fact-masters-at = Masters at
page-fact-workers-at = Workers at
page-fact-masters = Masters
page-fact-workers = Workers
page-fact-master-flavor = Master flavor
page-fact-flavor = Worker flavor
page-fact-volume = Volume per node
page-fact-network = Network
page-fact-subnet = Subnet
page-fact-floating = Floating IPs
page-fact-balancer = Load balancer
page-fact-coe = Orchestrator
page-fact-container = Runtime
page-fact-timeout = Creation limit
page-fact-created = Created
page-fact-updated = Updated
page-new-network = Made for this cluster
page-no-limit = None
page-api-none = None yet
page-groups-none = This Magnum is too old to list node groups
page-group-name = Group
page-group-role = Role
page-group-nodes = Nodes
page-group-limits = Limits
page-group-from = from { $min }
page-group-range = { $min } to { $max }
page-group-flavor = Flavor
page-group-image = Image
page-group-status = Status
page-labels-none = No labels
page-label-name = Label
page-label-value = Value
page-label-origin = From
page-label-template = Template
page-label-overridden = This cluster, instead of the template’s { $value }
page-label-overridden-plain = This cluster, instead of the template’s
page-label-added = This cluster
page-label-skipped = Template, left out here
page-label-meaning = What it does
page-label-elsewhere = Nothing here: other drivers read it, this one does not
page-label-nowhere = Nothing that is known: no driver is known to read it
page-with-moment = { $moment }, { $ago }

# Resources
page-resources-none = There is no Heat stack behind this cluster
page-resources-none-text = Cluster API drivers build without Heat. What this cluster is made of is on the Topology tab.
page-resources-not-yet = Heat has not begun yet
page-resources-not-yet-text = The resources appear here as soon as Magnum has asked Heat for a stack
page-resources-unread = Heat could not be asked
page-resource-name = Resource
page-resource-path = Path
page-resource-kind = Type
page-resource-status = Status
page-resource-id = Physical id
page-resource-reason = Reason
page-resource-updated = Updated

# Timeline
page-events-none = There are no events
page-events-none-text = Heat keeps the events of a stack; Cluster API clusters have no stack, and old events are dropped
page-event-time = Time
page-event-resource = Resource
page-event-stack = Stack
page-event-status = Status
page-event-reason = Reason
page-events-table = Events
page-events-bars = Course of the creation
page-bar = { $resource }, { $status }, { $span }
page-bars-none = The events do not tell how it was created

# A deletion that takes long
page-stuck = This deletion takes longer than usual: { $span }. Magnum’s driver may be stuck; whoever runs the cloud can look at it.
page-stuck-leftovers = Still there: { $what }

# Whether the API can be reached
page-fact-reach = From here
page-reach-try = Try whether it can be reached
page-reach-means = One connection from this computer, without a login
page-reach-trying = Trying to reach it
page-reach-open = Accepts connections, after { $millis } ms
page-reach-no-address = This is no address that a connection can be made to
page-reach-advice = { $advice }. OpenStack’s side of this page does not depend on it

page-stage-network = Network
page-stage-balancer = Load balancer
page-stage-first-master = First master
page-stage-masters = All masters
page-stage-api = Kubernetes API
page-stage-workers = Workers
page-stage-complete = Done
page-stage-ahead = Nothing of it is to be seen yet
page-stage-running = Under way
page-stage-done = Over
page-stage-failed = Failed
page-stage-waiting = Waiting for: { $stage }
page-build-usual = Usually takes { $estimate }
page-build-longer = { $builds ->
    [one] Longer than the one build before, which took { $longest }
   *[other] Longer than any of the { $builds } builds before, which took at most { $longest }
}
page-build-never-ends = The { $span } that were asked for are over; Cluster API goes on all the same and never gives up by itself
page-group-there = There
page-group-differs = Magnum counts another number than there are servers
page-group-autoscaled = autoscaled
