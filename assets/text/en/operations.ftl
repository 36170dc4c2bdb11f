# What is asked of the cloud, as a heading of the journal and in notices
operation-create = Create cluster
operation-find = Look for cluster
operation-follow = Go on creating cluster
operation-delete = Delete cluster
operation-resize = Resize to { $n ->
        [one] 1 worker
       *[other] { $n } workers
    }
operation-resize-group = Resize { $group } to { $n ->
        [one] 1 node
       *[other] { $n } nodes
    }
operation-when-free = { $what }, when nothing else runs
# How far a request is, on the page of its cluster
request-sending = { $what }: asking Magnum
request-accepted = { $what }: Magnum has accepted it
request-unclear = { $what }: the answer was lost; Magnum is being watched for its effect
request-refused = { $what }: Magnum did not do it
request-waiting = { $what }: to be sent as soon as this has ended: { $status }. Nothing has been sent yet
request-no-effect = { $what }: Magnum accepted the request; no change seen for { $span }. It is watched on.
request-busy = Magnum is still at something else on this cluster: { $status }
request-busy-since = Magnum is still at something else on this cluster: { $status }, begun { $ago }
request-later = Do it when that has finished
operation-remove = Remove: { $kind }
operation-upgrade = Upgrade to { $name }
operation-set-health = Set the health by hand
operation-rotate-ca = Rotate the CA
operation-rotate-credential = Rotate the cloud credential
operation-group-create = Create node group { $name }
operation-group-edit = Change node group { $name }
operation-group-delete = Delete node group { $name }
change-finding-nothing-changes = It is so already: nothing would change
change-finding-below-minimum = The node group must keep at least { $least } nodes. Change its bounds first
change-finding-above-maximum = The node group may have { $most } nodes at most. Change its bounds first
change-finding-no-masters = A cluster needs at least one master
change-finding-even-masters = The number of masters must be odd, because etcd decides by majority
change-finding-zero-too-early = This Magnum is too old for a node group without nodes: at least 1
change-finding-no-workers = No worker is left in this group: what runs there stops, unless other groups can take it
change-finding-too-many-picked = { $picked } nodes are picked, but only { $leaving } are to go
change-finding-rest-by-driver = The driver chooses { $rest } more
change-finding-picked-by-driver = No node is picked, so the driver chooses which go
change-finding-foreign-node = { $server } is not a node of this group
change-finding-picked-in-vain = Nodes are picked, but the number does not go down
change-finding-autoscaled = An autoscaler works on this cluster and may change the number again by itself
change-finding-name-missing = A name is missing
change-finding-name-too-long = The name may have 255 characters at most
change-finding-name-taken = The cluster already has a node group of this name
change-finding-master-role = Magnum makes no further groups of masters
change-finding-count-above-maximum = There are more nodes than the upper bound allows
change-finding-count-below-minimum = There are fewer nodes than the lower bound allows
change-finding-bounds-cross = The lower bound lies above the upper one
change-finding-count-outside = The group has { $count } nodes now, which lies outside these bounds. Magnum changes nothing about that by itself
change-finding-bad-key = Kubernetes does not take this key: { $key }
change-finding-reserved-key = Kubernetes keeps keys with this prefix for itself: { $key }
change-finding-bad-value = Kubernetes does not take this value: { $value }
upgrade-step-minor = next minor version
upgrade-step-patch = newer patch
upgrade-step-same = same version, other settings
upgrade-step-unknown = version not known
unfit-current = the cluster is made from it
unfit-other-engine = for another container engine
unfit-other-driver = for another driver
unfit-other-distro = for nodes with another distribution
unfit-older = older than the cluster; Kubernetes does not go back
unfit-too-far = more than one minor version ahead; go one step at a time
unfit-hidden = hidden
rotation-ca-means = A new certificate authority is made. Every kubeconfig and every certificate of this cluster stops working and has to be fetched anew
rotation-credential-means = The cluster gets a new credential for its calls to the cloud. It will belong to you
group-delete-vanishes = Its { $n } nodes and what runs on them go with the group
