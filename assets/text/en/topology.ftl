# The topology: kinds, relations, facts

# Kinds that no other page has
topology-kind-external-network = External network
topology-kind-other = Other resource
topology-kind-stack = Stack
topology-kind-script = Script
topology-kind-plumbing = Helper resource
topology-relation-needed-by = Needed by
topology-relation-needs = Waits for

# The two lenses
topology-lens-infrastructure = Infrastructure
topology-lens-orchestration = Orchestration
topology-lens-infrastructure-hint = How the resources are connected (1)
topology-lens-orchestration-hint = How Heat builds them: nested stacks, and what waits for what (2)
topology-lens-no-stack = There is no Heat stack to show: Cluster API built this cluster, or Heat does not tell

# The picture as a whole
topology-name = Topology
topology-waiting = Finding out what the cluster is made of
topology-empty = Nothing to draw
topology-empty-text = The cloud lists nothing that belongs to this cluster.
topology-from-inventory = Heat did not tell what belongs to this cluster; this is what the other services’ lists show.
topology-gaps = Could not be asked, so parts may be missing: { $services }
topology-failed-elsewhere = { $resource } failed: { $reason }
topology-ambiguous = Several stacks fit this cluster’s name, so nothing is claimed: { $stacks }

topology-aborted = Aborted
topology-aborted-because = Aborted because this failed first:
topology-failed-first-of = { $name } failed first
topology-failed-of = { $name } failed
topology-told-by-heat = { $count } resources, told by Heat and by the services
topology-told-by-inventory = { $count } resources, told by the services’ lists alone
topology-purpose-service = Kubernetes Service
topology-purpose-volume = persistent volume

# The picture as it was
topology-time = Replay the build
topology-time-nothing = Nothing has happened yet that could be replayed
topology-time-play = Play
topology-time-pause = Pause
topology-time-back = To what happened before
topology-time-on = To what happened next
topology-time-slider = Time
topology-time-now = Now
topology-time-to-now = Back to now
topology-time-later = Not yet
gantt-only-critical = Only what the build waited for
gantt-critical = { $step }; the build waited for it

# What can be done with it
topology-search = Find in the picture
topology-fit = Show all (0)
topology-zoom-in = Zoom in (+)
topology-zoom-out = Zoom out (−)
topology-zoom-to = Zoom to it
topology-unfold-all = Unfold everything
topology-fold-all = Fold everything
topology-fold-by-size = Fold what is large
topology-arrange-anew = Arrange anew
topology-legend = Legend and filters
topology-more = More
topology-copy-dot = Copy as Graphviz (DOT)
topology-copy-id = Copy id
topology-copy-name = Copy name
topology-copy-address = Copy address
topology-unfold = Unfold { $name }
topology-fold = Fold { $name }
topology-matches = { $count } found
topology-minimap = Overview of the picture

# Cards, spoken
topology-spoken = { $kind } { $name }, { $status }
topology-spoken-plain = { $kind } { $name }
topology-spoken-group = { $kind } group { $name }, { $count }, { $status }
topology-times = ×{ $count }
topology-gone = Gone
topology-gone-from = Heat has it, but { $service } does not list it.

# The inspector
topology-status = Status
topology-health = Health
topology-node-group = Node group
topology-role = Role
topology-kind = Kind
topology-full-name = Name
topology-relations = Connected with
topology-members = Members
topology-reason = Why
topology-more-members = { $count } more

# Relations, as labels of the other end
topology-relation-gateway-of = Gateway of
topology-relation-gateway = Gateway
topology-relation-interface = Interface in
topology-relation-router = Router
topology-relation-contains = Contains
topology-relation-within = Part of
topology-relation-addresses = Gives address to
topology-relation-subnet = Subnet
topology-relation-port = Port
topology-relation-port-of = Port of
topology-relation-leads-to = Leads to
topology-relation-reached-by = Reached by
topology-relation-listens = Listener
topology-relation-balancer = Load balancer
topology-relation-sends-to = Sends to
topology-relation-fed-by = Fed by
topology-relation-member = Member
topology-relation-member-of = Member of
topology-relation-attached-to = Attached to
topology-relation-volume = Volume
topology-relation-protects = Protects
topology-relation-protected-by = Protected by
topology-relation-groups = Groups
topology-relation-grouped-by = Server group

# Facts
topology-fact-id = Id
topology-fact-ready = Health check
topology-fact-task = Task
topology-fact-fixed-address = Address
topology-fact-floating-address = Outside address
topology-fact-flavor = Flavor
topology-fact-vcpus = VCPUs
topology-fact-memory = Memory
topology-fact-image = Image
topology-fact-key-pair = Key pair
topology-fact-availability-zone = Availability zone
topology-fact-created-at = Created
topology-fact-cidr = Range
topology-fact-gateway = Gateway
topology-fact-dns-servers = Name servers
topology-fact-shared = Shared
topology-fact-mac = MAC address
topology-fact-device-owner = Used by
topology-fact-description = Description
topology-fact-rule-count = Rules
topology-fact-policy = Policy
topology-fact-member-count = Members
topology-fact-provider = Provider
topology-fact-protocol = Protocol
topology-fact-port-number = Port number
topology-fact-algorithm = Algorithm
topology-fact-provisioning-status = Provisioning
topology-fact-operating-status = Operation
topology-fact-size = Size
topology-fact-volume-type = Volume type
topology-fact-device = Device
topology-fact-bootable = Bootable
topology-fact-tags = Tags
topology-fact-heat-name = Name in Heat
topology-fact-heat-type = Type in Heat
topology-fact-heat-status = Status in Heat
topology-fact-heat-stack = Stack
