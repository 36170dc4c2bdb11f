# Who builds a cluster
driver-heat = Heat driver
driver-capi-helm = Cluster API driver (capi-helm)
driver-magnum-cluster-api = Cluster API driver (magnum-cluster-api)
driver-unknown = unknown driver
# Why something cannot be done
reason-locked = This cloud is set to read-only in this program
reason-reader-only = Your role in this project is “reader”: it may look and change nothing. Ask for the role “member”
reason-foreign-project = It belongs to another project than the one you are signed in to
reason-not-owner = Only the user who created the cluster may do this
reason-too-old = This Magnum is too old: it needs version 1.{ $needs } of the API, and this one speaks 1.{ $has }
reason-driver = The { $driver } of this cluster cannot do this
reason-heat-upgrade = Magnum withdrew upgrades of clusters of the Heat driver with 18.0. Create a new cluster from the newer template and move the workloads
reason-ca-would-break = The driver of this cluster refuses it, but only after Magnum has replaced the CA: every kubeconfig fetched afterwards would be useless
reason-driver-not-proven = It is not certain that a Heat stack is behind this cluster. With another driver Magnum replaces the CA before the driver refuses, and every kubeconfig would be useless
reason-busy = Another change runs on this cluster: { $status }. Wait for its end
reason-being-deleted = The cluster is being deleted
reason-failed = The cluster is in a state in which Magnum takes no such change: { $status }
reason-no-api = The Kubernetes API of this cluster has no address yet
reason-no-tls = This cluster goes without TLS, so it has no certificate authority
reason-default-group = Default node groups are deleted with their cluster only
reason-master-group = Labels and taints are for groups of workers
