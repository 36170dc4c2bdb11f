# Life cycle of things (clusters, node groups, stacks, resources)
status-creating = Creating
status-ready = Ready
status-create-failed = Create failed
status-updating = Updating
status-update-failed = Update failed
status-deleting = Deleting
status-deleted = Deleted
status-delete-failed = Delete failed
status-rolling-back = Rolling back
status-rolled-back = Rolled back
status-rollback-failed = Rollback failed
status-resuming = Resuming
status-resume-failed = Resume failed
status-suspending = Suspending
status-suspended = Suspended
status-suspend-failed = Suspend failed
status-restoring = Restoring
status-restore-failed = Restore failed
status-taking-snapshot = Taking a snapshot
status-snapshot-failed = Snapshot failed
status-checking = Checking
status-check-failed = Check failed
status-adopting = Adopting
status-adopt-failed = Adopt failed
status-waiting = Waiting
status-init-failed = Start failed

# The same as events, for histories
event-created = Created
event-updated = Updated
event-resumed = Resumed
event-restored = Restored
event-snapshot-taken = Snapshot taken
event-checked = Checked
event-adopted = Adopted

# Health
health-healthy = Healthy
health-unhealthy = Unhealthy
health-unknown = Unknown
health-not-reported = Not reported

# Roles
role-master = Master
role-worker = Worker

# Nova’s words for a server
server-active = Active
server-building = Building
server-error = Error
server-shut-off = Shut off
server-suspended = Suspended
server-paused = Paused
server-rebooting = Rebooting
server-rebuilding = Rebuilding
server-resizing = Resizing
server-verify-resize = Resize to confirm
server-migrating = Migrating
server-rescued = Rescued
server-shelved = Shelved
server-deleted = Deleted

# Readiness of a node
ready-yes = Ready
ready-no = Not ready

# Services on the status line
service-not-asked = Not asked yet
service-latency = { $secs } s
service-failing = Failing since { $time }
service-not-permitted = Not permitted
service-not-installed = Not installed

# Progress of a request
progress-sending = Sending
progress-accepted = Accepted
progress-unclear = Answer lost, looking for its effect
progress-underway = Under way
progress-done = Done
progress-failed = Failed
progress-refused = Refused
progress-waiting = Waiting for another change
progress-abandoned = Given up before it was sent
progress-no-effect = Accepted, no change seen
progress-lost = Answer lost, no effect found

# Severities, as spoken beside an icon
severity-neutral = No judgement
severity-good = As it should be
severity-busy = In progress
severity-warning = Needs a look
severity-bad = Broken

# Fields and issues of the creation form
draft-field-sign-in = Login
draft-field-timeout = Give up after
draft-field-docker-volume = Container volume
draft-field-groups = More node groups
draft-field-network = Network
draft-field-subnet = Subnet
draft-field-floating-ips = Floating IPs of the nodes
draft-field-reach = Who must reach the Kubernetes API?
draft-field-image = Image
draft-field-registry = Container images from
draft-field-discovery = etcd discovery
draft-field-labels = Labels
draft-field-quota = Quota
draft-field-template = Cluster template
draft-field-name = Name
draft-field-keypair = Key pair
draft-field-master-count = Masters
draft-field-node-count = Workers
draft-field-master-flavor = Master flavor
draft-field-flavor = Worker flavor
draft-field-load-balancer = Load balancer of the API
service-latency-ms = { $millis } ms
