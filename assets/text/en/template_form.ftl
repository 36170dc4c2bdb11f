# The form of a cluster template, what is wrong in it, what deserves a warning, two side by side
form-new-title = New template
form-copy-title = Copy of { $name }
form-edit-title = Edit { $name }
form-groups = Parts of the template
form-create = Create template
form-save = Save changes
form-cancel = Cancel
form-import = Import YAML…
form-blocked = Still open: { $issues }
form-issue = { $field }: { $reason }
form-nothing-changed = Nothing has been changed yet
form-sent = The request is on its way
form-sending = Asking Magnum
form-unclear = The answer was lost; Magnum is being watched for the effect
form-refused = Magnum did not do it
form-lost = The answer was lost and no effect was found; look at the templates before you try again
form-missing = This template is not there any more
form-loading = Loading what there is to choose from
form-in-use = { $count ->
        [one] A cluster uses this template: only name, tags and visibility can be changed
       *[other] { $count } clusters use this template: only name, tags and visibility can be changed
    }
form-one-by-one = Magnum takes one change at a time of a template in use; each is sent as a request of its own
form-server-default = As the server has it
form-none = None
form-by-hand = { $service } could not be asked; write the name or id
form-yes = Yes
form-public = Public
form-public-help = Every project sees it; only administrators may say so
form-hidden = Hidden
form-tls-off = Without TLS
form-hidden-help = Only administrators see it; only administrators may say so
form-name-help = Up to 255 characters; names need not be unique, but should be
form-driver-help = Magnum chooses by the image; some releases take a name here
form-labels-help = Everything that has no field of its own; Magnum ignores names that it does not know, so check the spelling
form-label-name = Label name
form-label-value = Value
form-label-add = Add label
form-label-remove = Remove the label { $name }
form-sidebar-open = Still open
form-sidebar-good = Nothing stands in the way
form-sidebar-yaml = As a file
form-sidebar-changes = What changes
form-change = { $was } → { $now }
form-image-facts = { $distro } · Kubernetes { $version }
form-image-without = os_distro is missing
form-flavor-facts = { $vcpus } vCPU, { $ram }, { $disk } disk
form-import-title = Import a template
form-import-help = A file that this program exported, or what “openstack coe cluster template show -f yaml” prints. Nothing is sent: it fills this form.
form-import-path = File
form-import-read = Read file
form-import-text = Or paste the text
form-import-use = Use the text
issue-missing = needed
issue-too-long = at most 255 characters
issue-name-taken = another template has this name
issue-engine = this Magnum does not accept this engine
issue-unknown = there is none of this name or id that you can see
issue-ambiguous = several have this name; choose one by its id
issue-no-distro = the image does not say its os_distro, so Magnum refuses it; its owner can set it: openstack image set --property os_distro=…
issue-other-distro = no known driver runs this engine on the image’s distribution
issue-image-inactive = the image is not active
issue-no-disk = the flavor has no root disk; without the label boot_volume_size Magnum refuses it
issue-not-a-number = a whole number above nought
issue-port = between 1024 and 65535
issue-volume-small = devicemapper needs 3 GiB
issue-storage-old = deprecated; overlay2 is what is used today
issue-volume-driver = this engine has another one
issue-network-driver = not known for this engine; the cloud may refuse it
issue-no-external = drivers need one to build a cluster
issue-not-external = not an external network
issue-subnet-alone = name the network that it is part of as well
issue-dns-form = IPv4 addresses, separated by commas
issue-dns-one = this Magnum takes one name server
issue-no-octavia = there is no load-balancing service in this region, so clusters would fail
issue-no-bare-metal = no driver for bare metal is left in this release
issue-proxy = an address with a port, as in http://proxy:3128
issue-admin = only administrators may publish or hide templates
issue-not-removable = Magnum does not let go of it once it is set
issue-in-use = cannot be changed while clusters use the template
issue-label-nameless = a value has no name
issue-label-twice = two labels have the same name
issue-release-open = no label kube_tag names the Kubernetes release: the server takes its own default, which is years old
issue-label-number = the size of a volume is a whole number of GiB
concern-title = Worth a look
concern-tls = TLS is off: anybody who reaches the API controls the cluster, and there are no certificates for a kubeconfig
concern-registry = Images come from { $registry } without TLS: nobody can tell whether they are what they should be
concern-image-missing = The image { $image } is not there, or not visible to you: a cluster would fail
concern-image-distro = The image { $image } does not say its os_distro: Magnum refuses every cluster
concern-image-version = The image { $image } does not say its kube_version, which a Cluster API driver needs
concern-flavor = The flavor { $flavor } is not there, or not visible to you: a cluster has to name another
concern-engine = This Magnum does not accept { $engine } any more
concern-storage = The storage driver { $driver } is deprecated; overlay2 is what is used today
concern-kubernetes = Kubernetes { $tag } has had no corrections since about { $month }
concern-floating = Every node gets a floating address: nodes can be reached from outside, and each takes one of the quota
concern-dns = Names are looked up at { $server }, a public server that not every cloud reaches
concern-single-master = No load balancer: a cluster has one master, and its loss is the cluster’s
concern-password = The label { $label } holds a password that everybody reads who sees the template
concern-column = Warnings
template-create = Create template…
template-edit = Edit…
template-copy = Clone…
template-delete = Delete…
template-compare = Compare with…
template-compare-none = There is no other template to compare with
template-export = Export as YAML…
template-copy-yaml = Copy as YAML
template-more = More actions
template-more-users = { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
template-ticked = { $n } templates picked
template-delete-ticked = Delete…
template-delete-many-title = Delete { $n } templates?
template-delete-many-word = delete { $n } templates
template-delete-many-left = Left out because clusters use them or they are not yours: { $n }
form-leave-out = Leave out “{ $field }” and send again
template-delete-title = Delete the template { $name }?
template-delete-button = Delete template
template-delete-text = It cannot be brought back. Clusters are not touched.
template-delete-used = { $count ->
        [one] Magnum keeps a template that a cluster uses: { $names }
       *[other] Magnum keeps a template that clusters use, here { $count }: { $names }
    }
template-column-tags = Tags
compare-title = { $one } and { $other }
compare-field = Field
compare-differences = { $count ->
        [one] 1 difference
       *[other] { $count } differences
    }
compare-same = They say the same
compare-only = Only differences
compare-swap = Swap
compare-differs = differs
compare-equal = same
export-title = Export { $name }
export-path = File
export-save = Save
export-help = A file of that name is replaced
