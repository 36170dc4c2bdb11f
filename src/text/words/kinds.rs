//! What a Heat resource is.

words! {
    kind_server => "kind-server";
    kind_server_group => "kind-server-group";
    kind_network => "kind-network";
    kind_subnet => "kind-subnet";
    kind_router => "kind-router";
    kind_router_interface => "kind-router-interface";
    kind_port => "kind-port";
    kind_floating_ip => "kind-floating-ip";
    kind_floating_ip_association => "kind-floating-ip-association";
    kind_security_group => "kind-security-group";
    kind_security_group_rule => "kind-security-group-rule";
    kind_load_balancer => "kind-load-balancer";
    kind_listener => "kind-listener";
    kind_pool => "kind-pool";
    kind_pool_member => "kind-pool-member";
    kind_health_monitor => "kind-health-monitor";
    kind_volume => "kind-volume";
    kind_volume_attachment => "kind-volume-attachment";
    kind_resource_group => "kind-resource-group";
    kind_software_config => "kind-software-config";
    kind_software_deployment => "kind-software-deployment";
    kind_switch => "kind-switch";
    kind_wait_condition => "kind-wait-condition";
    kind_nested(file) => "kind-nested";
}
