# The frame round every page
frame-title = Magnum Desktop
frame-other-cloud = Open another cloud…
frame-signed-in-as = Signed in as { $user } with the roles { $roles }
frame-unchecked = Certificate not checked
frame-unchecked-help = Anybody on the way can read and change what this program and the cloud say to each other. Remove “verify: false” or --insecure to have it checked.
frame-refresh = Refresh
frame-refreshing = Asking…
frame-loading = Loading…
frame-no-data = Nothing could be loaded
frame-as-of = As of { $age }
frame-up-to-date = Up to date
frame-running = { $count ->
    [one] 1 operation running
   *[other] { $count } operations running
}
frame-magnum-version = Magnum API { $version }
frame-copied = Copied
frame-busy = The background is busy; try again in a moment
frame-not-remembered = The keyring did not take the password; it is asked for again next time

# The navigation rail
rail-clusters = Clusters
rail-templates = Templates
rail-nodes = Nodes
rail-topology = Topology
rail-topology-why-not = There is no cluster yet whose topology could be shown
rail-activity = Activity
rail-settings = Settings

# What changed while nobody looked
notice-cluster-ready = Cluster { $name } is ready
notice-cluster-failed = Cluster { $name } has failed
notice-cluster-unhealthy = Cluster { $name } is not healthy any more
notice-cluster-gone = Cluster { $name } is gone
notice-done = { $name } · { $what }: done
notice-failed = { $name } · { $what }: failed
notice-refused = { $name } · { $what }: refused. { $why }
notice-no-effect = { $name } · { $what }: the service accepted it, but nothing has changed yet
notice-lost = { $name } · { $what }: nobody can say whether the request arrived; look before you try again
rail-diagnostics = Diagnostics
frame-saved = Saved as { $file }
frame-forgotten = Everything that was kept is forgotten
frame-in-the-clear = Not encrypted
frame-in-the-clear-help = The address of Keystone begins with http://: what is said to it can be read on the way
frame-offline = Offline since { $time }
frame-which-region = This cloud has several regions; which one do you work in?
frame-token-left = Token good for { $span }
frame-token-over = Token expired
frame-token-help = This sign-in cannot be renewed by itself; when the time is over, sign in again
frame-no-magnum = This project has no Kubernetes service
frame-no-magnum-text = The catalogue of { $region } lists no Magnum (container-infra). Other regions of this cloud may have it.
frame-no-magnum-anywhere = The catalogue of this cloud lists no Magnum (container-infra). Whoever runs the cloud can say whether there will be one.
frame-go-to-region = Go to { $region }
switcher-cloud = Cloud { $cloud }
switcher-project = Project { $project }, switch…
switcher-region = Region { $region }, switch…
switcher-looking = Looking for your projects…
switcher-fixed = An application credential belongs to one project. To work in another one, sign in in another way.
switcher-projects = Projects
switcher-domains = Domains
switcher-whole = Whole cloud
switcher-system = The whole cloud (system)
switcher-domain-named = Domain { $domain }
switcher-trust = By a trust
switcher-regions = Regions
frame-token-never = A token that was handed in cannot be renewed; when the time is over, sign in with a new one
frame-receiving = Receiving… { $size }
