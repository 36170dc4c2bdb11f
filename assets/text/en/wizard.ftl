# The creation form
wizard-title = Create a cluster
wizard-steps = Steps
wizard-step-template = Template
wizard-step-basics = Basics
wizard-step-size = Size
wizard-step-review = Review
wizard-back = Back
wizard-next = Next
wizard-discard = Discard
wizard-create = Create cluster
wizard-create-blocked = Still to do: { $what }
wizard-create-sent = The request is on its way; it is sent only once
wizard-create-no-data = The templates are not there yet
wizard-issue = { $field }: { $reason }

# Template
wizard-template-loading = Asking Magnum for the templates
wizard-template-none = There are no templates
wizard-template-none-text = Make one below, or ask somebody to share one with this project
wizard-template-choose = Choose the template { $name }
wizard-template-image = Image
wizard-template-network = Network driver
wizard-template-balancer = Load balancer
wizard-template-flavors = Flavors
wizard-template-volume = Volume
wizard-template-public = Public
wizard-template-hidden = Hidden
wizard-template-floating = Floating IPs
wizard-template-external = External network

# Basics
wizard-name-hint = web-staging
wizard-name-rule = Letters, digits, “-”, “_” and “.”; begins with a letter; cannot be changed later
wizard-keypair-rule = Lets you into the nodes by SSH; cannot be changed later
wizard-keypair-none-known = You have no key pair yet: make or import one below
wizard-inherit = Template’s: { $value }
wizard-inherit-none = The template names none
wizard-catalog-loading = Asking for flavors and key pairs
wizard-catalog-gap = { $service } could not be asked; type names by hand

# Size
wizard-masters-rule = One is enough to try things out, three survive the loss of one; cannot be changed later
wizard-workers-rule = Run your workloads; can be changed later
wizard-flavor-facts = { $vcpus } vCPU, { $ram }, { $disk } disk
wizard-balancer-rule = Spreads the calls to the Kubernetes API over the masters; more than one master needs it; cannot be changed later
wizard-balancer-with = With one
wizard-balancer-without = Without
wizard-timeout-rule = Minutes; 0 means never
wizard-totals = Altogether
wizard-total-servers = Servers
wizard-total-vcpus = vCPUs
wizard-total-ram = Memory
wizard-total-disk = Root disks
wizard-total-volumes = Volumes
wizard-total-clusters = Clusters
wizard-total-volume-size = Volume size
wizard-total-balancers = Load balancers
wizard-total-floating = Floating IPs
wizard-total-networks = Networks
wizard-total-subnets = Subnets
wizard-total-routers = Routers
wizard-total-ports = Ports
wizard-total-security-groups = Security groups
wizard-total-server-groups = Server groups
wizard-total-listeners = Listeners
wizard-total-pools = Pools
wizard-total-members = Pool members
wizard-total-health-monitors = Health monitors
wizard-bill-left = { $needed } of { $left } left
wizard-bill-short = { $needed }, only { $left } left
wizard-bill-unlimited = { $needed }, no limit
wizard-bill-unchecked = { $needed }, quota not checked
wizard-bill-gap = The quota could not be checked at { $services }
wizard-bill-too-much = More than the quota leaves: Magnum would begin, and the creation would fail
wizard-partial = At least; a flavor is not known here

# Review
wizard-review-what = What will be built
wizard-review-where = Where
wizard-times = { $count } × { $flavor }
wizard-flavor-unknown = flavor not named
wizard-command = The same on the command line
wizard-command-blocked = The command is shown once nothing is missing

# A login that can make no trusts
wizard-no-trusts = No cluster can be created with this login: its application credential is restricted, and Magnum needs a trust, which only an unrestricted one can give
wizard-no-trusts-first = Make an application credential with “--unrestricted” and sign in with that one
wizard-no-trusts-second = Sign in with user and password instead
wizard-no-trusts-third = Ask somebody whose login is not restricted to create the cluster; you can look after it with this one

# After the press
wizard-sending = Sending the request to Magnum
wizard-unclear = The answer was lost. It may have worked, so the cluster is being looked for
wizard-unclear-until = Looked for until { $time }; nothing is sent again
wizard-lost = We do not know whether the cluster was created: the answer was lost, and no such cluster has appeared
wizard-lost-advice = Look at the clusters first. If it is not there, you can send the request again; if it appears later, there will be two.
wizard-refused = Magnum did not create the cluster
wizard-look = Look at the clusters
wizard-check-again = Check again
wizard-send-again = Send again
wizard-other-cloud = The request went to { $scope }

# Network, access, labels, review
wizard-step-network = Network
wizard-step-access = Access and images
wizard-step-labels = Labels
wizard-expert = All on one page
wizard-create-warned = { $count } warnings
wizard-problems = Left to do
wizard-pick-search = Search
wizard-pick-none = Nothing found
wizard-no-template = Choose a template first
wizard-template-driver = Driver
wizard-template-age = Age
wizard-template-used-by = Clusters
wizard-volume-none = As the driver does
wizard-volume-own = Another size
wizard-volume-rule = GiB for container images and their data on each node
wizard-groups-rule = Made by this program once the cluster stands, or the next time it is open; each can have a flavor of its own
wizard-groups-add = Add a node group
wizard-group-name = Name
wizard-group-nodes = Nodes
wizard-group-flavor = Flavor
wizard-group-remove = Remove the node group { $name }
wizard-network-own = A new network for the cluster alone
wizard-network-rule = Where the nodes stand; cannot be changed later
wizard-network-external = leads out of the cloud
wizard-network-empty = has no subnet
wizard-subnet-own = The only one of the network, or a new one
wizard-subnet-rule = Gives the nodes their addresses
wizard-floating-rule = Addresses at which nodes can be reached from outside
wizard-floating-with = With floating IPs
wizard-floating-without = Without floating IPs
wizard-reach-template = As the template says
wizard-reach-everyone = Everyone, from outside as well
wizard-reach-ranges = Only these ranges of addresses
wizard-reach-inside = Only the cluster’s own network
wizard-reach-which = Ranges, separated by commas
wizard-reach-comes-to = Sends { $what }
wizard-image-distro = Distribution
wizard-image-version = kube_version
wizard-label-kube-tag = kube_tag
wizard-registry-rule = Put in front of every container image, for where public registries are blocked or slow; your registry must mirror them
wizard-registry-hint = registry.example.org/magnum/
wizard-discovery-rule = Only where the nodes cannot reach the usual service; asked for once per cluster
wizard-discovery-hint = https://discovery.example.org/…
wizard-labels-rule = Whatever the driver reads beside Magnum’s own fields. Cannot be changed later
wizard-labels-add = Add a label
wizard-labels-choose = Choose from { $count } that this driver reads…
wizard-labels-add-raw = Add one by hand
wizard-labels-own = Different from the template
wizard-labels-own-none = None: the cluster gets the template’s labels
wizard-labels-inherited = From the template and from this form
wizard-labels-inherited-none = None
wizard-label-name = Name
wizard-label-value = Value
wizard-label-remove = Remove the label { $name }
wizard-label-default = Without it: { $value } · since { $since }
wizard-label-instead = The template says { $value }
wizard-label-override = Change { $name }
wizard-label-drop = Leave out { $name }
wizard-label-restore = Take back { $name }
wizard-label-change = Change
wizard-label-leave = Leave out
wizard-label-back = Take back
wizard-origin-template = from the template
wizard-origin-overridden = instead of the template’s
wizard-origin-added = added
wizard-origin-dropped = left out
wizard-origin-form = from this form
wizard-review-fine = Nothing stands in the way, as far as it could be checked
wizard-review-unchecked = Not checked, and good to know
wizard-estimate-title = Will take
wizard-estimate-seen = about { $typical }, at most { $longest }: { $builds ->
    [one] one build
   *[other] { $builds } builds
} from this template, seen to the end
wizard-estimate-others = about { $typical }, at most { $longest }: { $builds ->
    [one] one build
   *[other] { $builds } builds
} from another template, seen to the end
wizard-estimate-records = hardly more than { $typical }: no build was seen to its end yet, and the { $builds ->
    [one] record of one cluster also counts
   *[other] records of { $builds } clusters also count
} what came later
wizard-estimate-none = Not known: no build was seen to its end yet
wizard-command-distorted = The command line cannot carry these labels unchanged: { $labels }
wizard-json = What is sent
wizard-json-show = Show as JSON
wizard-save = Save as a file…

wizard-presets = Make a template here
wizard-presets-none = Nothing to make one from: it takes an image that Magnum knows, a flavor and an external network
wizard-preset-small = One master, reached directly: to try things out
wizard-preset-resilient = A load balancer before the masters: survives the loss of one
wizard-preset-make = Make one from { $image }
wizard-preset-what = { $image } · { $flavor } · { $kubernetes }
wizard-preset-kubernetes = Kubernetes { $version }
wizard-preset-default = whichever Kubernetes the server takes by itself
wizard-preset-form = Fill in a template by hand…
wizard-preset-making = Magnum is making the template
wizard-preset-refused = Magnum did not make the template
wizard-key-make = Make a key pair…
wizard-key-import = Import a key…
wizard-key-name = Name of the key pair
wizard-key-file = File for the private key
wizard-key-browse = Browse…
wizard-key-kind = Private key
wizard-key-file-rule = Readable for you alone; kept nowhere else, so look after it
wizard-key-public = Public key, as in id_ed25519.pub
wizard-key-send = Give it to Nova
wizard-key-cancel = Cancel
wizard-key-saved = The private key is in { $file }
wizard-key-refused = Nova does not have the key
wizard-key-working = Making the key and giving its public half to Nova
wizard-key-incomplete = A name and the key, or where it goes, are missing
wizard-key-taken = You have a key pair of this name
wizard-key-private = This is the private half; it stays with you
