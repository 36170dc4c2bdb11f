# The creation form
wizard-title = Create a cluster
wizard-steps = Steps
wizard-step-template = Template
wizard-step-basics = Name and key pair
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
wizard-template-none-text = Somebody must make a cluster template in this project, or share one with it
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
wizard-keypair-none-known = No key pairs are known here; type the name of one
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
wizard-timeout = Give up after
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
