package io.quorate.winrm.recipe;

import io.quorate.winrm.psrp.PsCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Every cmdlet that Quorate calls, with every parameter it may pass. Nothing else leaves: {@link Line} refuses a parameter that is not
 * listed here. So this is the list an administrator reviews, a role capability is generated from and a binder is asked about.
 *
 * <p>The parameters are of the subset that Windows Server 2016 and all later versions have in common.
 */
public enum Cmdlet {
    NEW_CLUSTER(
            "FailoverClusters\\New-Cluster",
            "Name",
            "Node",
            "StaticAddress",
            "NoStorage",
            "AdministrativeAccessPoint",
            "Force"),
    GET_CLUSTER("FailoverClusters\\Get-Cluster"),
    GET_CLUSTER_NODE("FailoverClusters\\Get-ClusterNode", "Name"),
    ADD_CLUSTER_NODE("FailoverClusters\\Add-ClusterNode", "Name", "NoStorage"),
    SUSPEND_CLUSTER_NODE(
            "FailoverClusters\\Suspend-ClusterNode", "Name", "Drain", "Wait", "TargetNode", Cmdlet.CONFIRM),
    RESUME_CLUSTER_NODE("FailoverClusters\\Resume-ClusterNode", "Name", "Failback"),
    REMOVE_CLUSTER_NODE("FailoverClusters\\Remove-ClusterNode", "Name", "Force", Cmdlet.CONFIRM),
    GET_CLUSTER_GROUP("FailoverClusters\\Get-ClusterGroup", "Name", "VMId"),
    MOVE_CLUSTER_GROUP("FailoverClusters\\Move-ClusterGroup", "Name", "Node", "Wait"),
    GET_CLUSTER_RESOURCE("FailoverClusters\\Get-ClusterResource", "VMId"),
    GET_CLUSTER_OWNER_NODE("FailoverClusters\\Get-ClusterOwnerNode"),
    ADD_CLUSTER_SERVER_ROLE("FailoverClusters\\Add-ClusterServerRole", "Name", "StaticAddress"),
    ADD_CLUSTER_RESOURCE("FailoverClusters\\Add-ClusterResource", "Name", "ResourceType", "Group"),
    ADD_CLUSTER_RESOURCE_DEPENDENCY("FailoverClusters\\Add-ClusterResourceDependency", "Resource", "Provider"),
    START_CLUSTER_GROUP("FailoverClusters\\Start-ClusterGroup", "Name"),
    REMOVE_CLUSTER_GROUP("FailoverClusters\\Remove-ClusterGroup", "RemoveResources", "Force", Cmdlet.CONFIRM),
    STOP_CLUSTER_RESOURCE("FailoverClusters\\Stop-ClusterResource"),
    START_CLUSTER_RESOURCE("FailoverClusters\\Start-ClusterResource"),
    GET_CLUSTER_PARAMETER("FailoverClusters\\Get-ClusterParameter"),
    GET_CLUSTER_AVAILABLE_DISK("FailoverClusters\\Get-ClusterAvailableDisk"),
    ADD_CLUSTER_DISK("FailoverClusters\\Add-ClusterDisk"),
    GET_CLUSTER_SHARED_VOLUME("FailoverClusters\\Get-ClusterSharedVolume"),
    ADD_CLUSTER_SHARED_VOLUME("FailoverClusters\\Add-ClusterSharedVolume"),
    GET_CLUSTER_SHARED_VOLUME_STATE("FailoverClusters\\Get-ClusterSharedVolumeState"),
    MOVE_CLUSTER_SHARED_VOLUME("FailoverClusters\\Move-ClusterSharedVolume", "Name", "Node", "Wait"),
    REMOVE_CLUSTER_SHARED_VOLUME("FailoverClusters\\Remove-ClusterSharedVolume", Cmdlet.CONFIRM),
    REMOVE_CLUSTER_RESOURCE("FailoverClusters\\Remove-ClusterResource", "Force", Cmdlet.CONFIRM),
    GET_CLUSTER_QUORUM("FailoverClusters\\Get-ClusterQuorum"),
    SET_CLUSTER_QUORUM("FailoverClusters\\Set-ClusterQuorum", "DiskWitness"),
    ADD_CLUSTER_VIRTUAL_MACHINE_ROLE("FailoverClusters\\Add-ClusterVirtualMachineRole", "VMId"),
    MOVE_CLUSTER_VIRTUAL_MACHINE_ROLE(
            "FailoverClusters\\Move-ClusterVirtualMachineRole", "VMId", "Node", "MigrationType", "Wait", "Cancel"),
    GET_VM_HOST("Hyper-V\\Get-VMHost"),
    SET_VM_HOST(
            "Hyper-V\\Set-VMHost",
            "VirtualMachinePath",
            "VirtualHardDiskPath",
            "VirtualMachineMigrationAuthenticationType",
            "VirtualMachineMigrationPerformanceOption",
            "MaximumVirtualMachineMigrations",
            "UseAnyNetworkForMigration",
            Cmdlet.CONFIRM),
    ENABLE_VM_MIGRATION("Hyper-V\\Enable-VMMigration", Cmdlet.CONFIRM),
    DISABLE_VM_MIGRATION("Hyper-V\\Disable-VMMigration", Cmdlet.CONFIRM),
    GET_VM_MIGRATION_NETWORK("Hyper-V\\Get-VMMigrationNetwork"),
    ADD_VM_MIGRATION_NETWORK("Hyper-V\\Add-VMMigrationNetwork", "Subnet", Cmdlet.CONFIRM),
    REMOVE_VM_MIGRATION_NETWORK("Hyper-V\\Remove-VMMigrationNetwork", "Subnet", Cmdlet.CONFIRM),
    GET_VM("Hyper-V\\Get-VM", "Id"),
    GET_VM_SECURITY("Hyper-V\\Get-VMSecurity"),
    GET_VM_HARD_DISK_DRIVE("Hyper-V\\Get-VMHardDiskDrive"),
    NEW_VM(
            "Hyper-V\\New-VM",
            "Name",
            "MemoryStartupBytes",
            "Generation",
            "Path",
            "NewVHDPath",
            "NewVHDSizeBytes",
            "NoVHD",
            "SwitchName",
            Cmdlet.CONFIRM),
    SET_VM("Hyper-V\\Set-VM", "ProcessorCount", "StaticMemory", "MemoryStartupBytes", Cmdlet.CONFIRM),
    RENAME_VM("Hyper-V\\Rename-VM", "NewName", Cmdlet.CONFIRM),
    START_VM("Hyper-V\\Start-VM", Cmdlet.CONFIRM),
    STOP_VM("Hyper-V\\Stop-VM", "Save", "TurnOff", "Force", Cmdlet.CONFIRM),
    GET_VM_NETWORK_ADAPTER("Hyper-V\\Get-VMNetworkAdapter"),
    ADD_VM_NETWORK_ADAPTER(
            "Hyper-V\\Add-VMNetworkAdapter",
            "Name",
            "SwitchName",
            "StaticMacAddress",
            "DynamicMacAddress",
            Cmdlet.CONFIRM),
    SET_VM_NETWORK_ADAPTER("Hyper-V\\Set-VMNetworkAdapter", "StaticMacAddress", "DynamicMacAddress", Cmdlet.CONFIRM),
    REMOVE_VM_NETWORK_ADAPTER("Hyper-V\\Remove-VMNetworkAdapter", Cmdlet.CONFIRM),
    CONNECT_VM_NETWORK_ADAPTER("Hyper-V\\Connect-VMNetworkAdapter", "SwitchName", Cmdlet.CONFIRM),
    DISCONNECT_VM_NETWORK_ADAPTER("Hyper-V\\Disconnect-VMNetworkAdapter", Cmdlet.CONFIRM),
    SET_VM_NETWORK_ADAPTER_VLAN(
            "Hyper-V\\Set-VMNetworkAdapterVlan",
            "Untagged",
            "Access",
            "VlanId",
            "Trunk",
            "NativeVlanId",
            "AllowedVlanIdList",
            Cmdlet.CONFIRM),
    GET_VM_INTEGRATION_SERVICE("Hyper-V\\Get-VMIntegrationService"),
    ENABLE_VM_INTEGRATION_SERVICE("Hyper-V\\Enable-VMIntegrationService", Cmdlet.CONFIRM),
    GET_VM_REPLICATION("Hyper-V\\Get-VMReplication", "ReplicationRelationshipType"),
    MEASURE_VM_REPLICATION("Hyper-V\\Measure-VMReplication"),
    ENABLE_VM_REPLICATION(
            "Hyper-V\\Enable-VMReplication",
            "ReplicaServerName",
            "ReplicaServerPort",
            "AuthenticationType",
            "CertificateThumbprint",
            "CompressionEnabled",
            "ReplicationFrequencySec",
            "RecoveryHistory",
            "VSSSnapshotFrequencyHour",
            "ExcludedVhdPath",
            "AutoResynchronizeEnabled",
            "AutoResynchronizeIntervalStart",
            "AutoResynchronizeIntervalEnd",
            "AsReplica",
            Cmdlet.CONFIRM),
    SET_VM_REPLICATION(
            "Hyper-V\\Set-VMReplication",
            "Reverse",
            "ReplicaServerPort",
            "AuthenticationType",
            "CertificateThumbprint",
            "CompressionEnabled",
            "ReplicationFrequencySec",
            "RecoveryHistory",
            "VSSSnapshotFrequencyHour",
            "DisableVSSSnapshotReplication",
            "ReplicatedDiskPaths",
            "AutoResynchronizeEnabled",
            "AutoResynchronizeIntervalStart",
            "AutoResynchronizeIntervalEnd",
            Cmdlet.CONFIRM),
    START_VM_INITIAL_REPLICATION(
            "Hyper-V\\Start-VMInitialReplication",
            "InitialReplicationStartTime",
            "DestinationPath",
            "UseBackup",
            Cmdlet.CONFIRM),
    IMPORT_VM_INITIAL_REPLICATION("Hyper-V\\Import-VMInitialReplication", "Path", Cmdlet.CONFIRM),
    GET_VM_NETWORK_ADAPTER_FAILOVER_CONFIGURATION(
            "Hyper-V\\Get-VMNetworkAdapterFailoverConfiguration", "VMNetworkAdapterName"),
    SET_VM_NETWORK_ADAPTER_FAILOVER_CONFIGURATION(
            "Hyper-V\\Set-VMNetworkAdapterFailoverConfiguration",
            "VMNetworkAdapterName",
            "IPv4Address",
            "IPv4SubnetMask",
            "IPv4DefaultGateway",
            "IPv4PreferredDNSServer",
            "IPv4AlternateDNSServer",
            "ClearFailoverIPv4Settings",
            "IPv6Address",
            "IPv6SubnetPrefixLength",
            "IPv6DefaultGateway",
            "IPv6PreferredDNSServer",
            "IPv6AlternateDNSServer",
            "ClearFailoverIPv6Settings",
            Cmdlet.CONFIRM),
    STOP_VM_INITIAL_REPLICATION("Hyper-V\\Stop-VMInitialReplication", Cmdlet.CONFIRM),
    SUSPEND_VM_REPLICATION("Hyper-V\\Suspend-VMReplication", Cmdlet.CONFIRM),
    RESUME_VM_REPLICATION("Hyper-V\\Resume-VMReplication", "Resynchronize", Cmdlet.CONFIRM),
    REMOVE_VM_REPLICATION("Hyper-V\\Remove-VMReplication", Cmdlet.CONFIRM),
    GET_VM_SNAPSHOT("Hyper-V\\Get-VMSnapshot", "Id"),
    START_VM_FAILOVER("Hyper-V\\Start-VMFailover", "Prepare", "AsTest", Cmdlet.CONFIRM),
    STOP_VM_FAILOVER("Hyper-V\\Stop-VMFailover", Cmdlet.CONFIRM),
    COMPLETE_VM_FAILOVER("Hyper-V\\Complete-VMFailover", Cmdlet.CONFIRM),
    GET_VM_REPLICATION_SERVER("Hyper-V\\Get-VMReplicationServer"),
    SET_VM_REPLICATION_SERVER(
            "Hyper-V\\Set-VMReplicationServer",
            "ReplicationEnabled",
            "AllowedAuthenticationType",
            "KerberosAuthenticationPort",
            "CertificateAuthenticationPort",
            "CertificateThumbprint",
            "ReplicationAllowedFromAnyServer",
            "DefaultStorageLocation",
            "Force",
            Cmdlet.CONFIRM),
    GET_VM_REPLICATION_AUTHORIZATION_ENTRY("Hyper-V\\Get-VMReplicationAuthorizationEntry"),
    NEW_VM_REPLICATION_AUTHORIZATION_ENTRY(
            "Hyper-V\\New-VMReplicationAuthorizationEntry",
            "AllowedPrimaryServer",
            "ReplicaStorageLocation",
            "TrustGroup",
            Cmdlet.CONFIRM),
    REMOVE_VM_REPLICATION_AUTHORIZATION_ENTRY("Hyper-V\\Remove-VMReplicationAuthorizationEntry", Cmdlet.CONFIRM),
    TEST_VM_REPLICATION_CONNECTION(
            "Hyper-V\\Test-VMReplicationConnection",
            "ReplicaServerName",
            "ReplicaServerPort",
            "AuthenticationType",
            "CertificateThumbprint"),
    GET_DATE("Microsoft.PowerShell.Utility\\Get-Date"),
    GET_INITIATOR_PORT("Storage\\Get-InitiatorPort"),
    TEST_NET_CONNECTION("NetTCPIP\\Test-NetConnection", "ComputerName", "Port", "InformationLevel"),
    GET_ISCSI_TARGET_PORTAL("iSCSI\\Get-IscsiTargetPortal"),
    NEW_ISCSI_TARGET_PORTAL("iSCSI\\New-IscsiTargetPortal", "TargetPortalAddress", "TargetPortalPortNumber"),
    UPDATE_ISCSI_TARGET_PORTAL("iSCSI\\Update-IscsiTargetPortal"),
    REMOVE_ISCSI_TARGET_PORTAL("iSCSI\\Remove-IscsiTargetPortal", Cmdlet.CONFIRM),
    GET_ISCSI_TARGET("iSCSI\\Get-IscsiTarget"),
    GET_ISCSI_SESSION("iSCSI\\Get-IscsiSession"),
    GET_ISCSI_CONNECTION("iSCSI\\Get-IscsiConnection"),
    CONNECT_ISCSI_TARGET(
            "iSCSI\\Connect-IscsiTarget",
            "NodeAddress",
            "TargetPortalAddress",
            "TargetPortalPortNumber",
            "InitiatorPortalAddress",
            "IsPersistent",
            "IsMultipathEnabled",
            "AuthenticationType",
            "ChapUsername",
            Cmdlet.CHAP_SECRET),
    REGISTER_ISCSI_SESSION(
            "iSCSI\\Register-IscsiSession",
            "SessionIdentifier",
            "IsMultipathEnabled",
            "ChapUsername",
            Cmdlet.CHAP_SECRET),
    UNREGISTER_ISCSI_SESSION("iSCSI\\Unregister-IscsiSession"),
    DISCONNECT_ISCSI_TARGET("iSCSI\\Disconnect-IscsiTarget", "NodeAddress", Cmdlet.CONFIRM),
    SET_ISCSI_CHAP_SECRET("iSCSI\\Set-IscsiChapSecret", Cmdlet.CHAP_SECRET),
    UPDATE_HOST_STORAGE_CACHE("Storage\\Update-HostStorageCache"),
    GET_DISK("Storage\\Get-Disk", "UniqueId"),
    SET_DISK("Storage\\Set-Disk", "UniqueId", "IsOffline", "IsReadOnly", "Guid"),
    INITIALIZE_DISK("Storage\\Initialize-Disk", "PartitionStyle", Cmdlet.CONFIRM),
    CLEAR_DISK("Storage\\Clear-Disk", "RemoveData", "RemoveOEM", Cmdlet.CONFIRM),
    GET_PARTITION("Storage\\Get-Partition"),
    NEW_PARTITION("Storage\\New-Partition", "UseMaximumSize"),
    GET_VOLUME("Storage\\Get-Volume"),
    FORMAT_VOLUME("Storage\\Format-Volume", "FileSystem", "AllocationUnitSize", "NewFileSystemLabel", Cmdlet.CONFIRM),
    GET_CHILD_ITEM("Microsoft.PowerShell.Management\\Get-ChildItem", "LiteralPath"),
    GET_SERVICE("Microsoft.PowerShell.Management\\Get-Service", "Name", "DependentServices"),
    SET_SERVICE("Microsoft.PowerShell.Management\\Set-Service", "Name", "StartupType", Cmdlet.CONFIRM),
    START_SERVICE("Microsoft.PowerShell.Management\\Start-Service", "Name", Cmdlet.CONFIRM),
    STOP_SERVICE("Microsoft.PowerShell.Management\\Stop-Service", "Name", Cmdlet.CONFIRM),
    GET_DNS_CLIENT("DnsClient\\Get-DnsClient"),
    SET_DNS_CLIENT("DnsClient\\Set-DnsClient", "InterfaceAlias", "RegisterThisConnectionsAddress", Cmdlet.CONFIRM),
    GET_DNS_CLIENT_SERVER_ADDRESS("DnsClient\\Get-DnsClientServerAddress"),
    SET_DNS_CLIENT_SERVER_ADDRESS(
            "DnsClient\\Set-DnsClientServerAddress", "InterfaceAlias", "ServerAddresses", Cmdlet.CONFIRM),
    RESOLVE_DNS_NAME("DnsClient\\Resolve-DnsName", "Name", "Type", "Server", "DnsOnly", "QuickTimeout"),
    GET_AD_DOMAIN_CONTROLLER("ActiveDirectory\\Get-ADDomainController", "Filter", "Server"),
    GET_AD_OBJECT("ActiveDirectory\\Get-ADObject", "LDAPFilter", "Properties", "Server"),
    NEW_AD_COMPUTER(
            "ActiveDirectory\\New-ADComputer",
            "Name",
            "SAMAccountName",
            "Enabled",
            "Description",
            "Path",
            "Server",
            "PassThru",
            Cmdlet.CONFIRM),
    SET_AD_OBJECT(
            "ActiveDirectory\\Set-ADObject",
            "Identity",
            "ProtectedFromAccidentalDeletion",
            "Add",
            "Remove",
            "Server",
            Cmdlet.CONFIRM),
    REMOVE_AD_COMPUTER("ActiveDirectory\\Remove-ADComputer", "Identity", "Server", Cmdlet.CONFIRM),
    GET_ACL("Microsoft.PowerShell.Security\\Get-Acl", "LiteralPath"),
    SET_ACL("Microsoft.PowerShell.Security\\Set-Acl", "LiteralPath", Cmdlet.CONFIRM),
    GET_AD_ROOT_DSE("ActiveDirectory\\Get-ADRootDSE", "Server"),
    GET_AD_REPLICATION_PARTNER_METADATA(
            "ActiveDirectory\\Get-ADReplicationPartnerMetadata", "Target", "Partition", "EnumerationServer"),
    GET_AD_REPLICATION_FAILURE("ActiveDirectory\\Get-ADReplicationFailure", "Target", "EnumeratingServer"),
    INSTALL_ADDS_DOMAIN_CONTROLLER(
            "ADDSDeployment\\Install-ADDSDomainController",
            "DomainName",
            Cmdlet.CREDENTIAL,
            Cmdlet.SAFE_MODE_PASSWORD,
            "InstallDns",
            "NoRebootOnCompletion",
            "ReplicationSourceDC",
            "SiteName",
            "Force",
            Cmdlet.CONFIRM),
    TEST_ADDS_DOMAIN_CONTROLLER_INSTALLATION(
            "ADDSDeployment\\Test-ADDSDomainControllerInstallation",
            "DomainName",
            Cmdlet.CREDENTIAL,
            Cmdlet.SAFE_MODE_PASSWORD,
            "InstallDns",
            "NoRebootOnCompletion",
            "ReplicationSourceDC",
            "SiteName",
            "Force"),
    RESTART_COMPUTER("Microsoft.PowerShell.Management\\Restart-Computer", "Force", Cmdlet.CONFIRM),
    GET_VM_SWITCH("Hyper-V\\Get-VMSwitch"),
    NEW_VM_SWITCH("Hyper-V\\New-VMSwitch", "Name", "SwitchType", "NetAdapterName", "AllowManagementOS", Cmdlet.CONFIRM),
    REMOVE_VM_SWITCH("Hyper-V\\Remove-VMSwitch", "Force", Cmdlet.CONFIRM),
    GET_NET_ADAPTER("NetAdapter\\Get-NetAdapter"),
    GET_NET_IP_ADDRESS("NetTCPIP\\Get-NetIPAddress", "PolicyStore"),
    NEW_NET_IP_ADDRESS(
            "NetTCPIP\\New-NetIPAddress", Cmdlet.INTERFACE_INDEX, "IPAddress", "PrefixLength", Cmdlet.CONFIRM),
    SET_NET_IP_ADDRESS(
            "NetTCPIP\\Set-NetIPAddress", Cmdlet.INTERFACE_INDEX, "IPAddress", "PrefixLength", Cmdlet.CONFIRM),
    REMOVE_NET_IP_ADDRESS("NetTCPIP\\Remove-NetIPAddress", Cmdlet.INTERFACE_INDEX, "IPAddress", Cmdlet.CONFIRM),
    GET_NET_IP_INTERFACE("NetTCPIP\\Get-NetIPInterface"),
    ENABLE_NET_FIREWALL_RULE("NetSecurity\\Enable-NetFirewallRule", "Name", Cmdlet.CONFIRM),
    SET_NET_IP_INTERFACE(
            "NetTCPIP\\Set-NetIPInterface",
            Cmdlet.INTERFACE_INDEX,
            "AddressFamily",
            "Dhcp",
            "NlMtuBytes",
            Cmdlet.CONFIRM),
    GET_NET_ROUTE("NetTCPIP\\Get-NetRoute"),
    NEW_NET_ROUTE("NetTCPIP\\New-NetRoute", Cmdlet.INTERFACE_INDEX, "DestinationPrefix", "NextHop", Cmdlet.CONFIRM),
    REMOVE_NET_ROUTE(
            "NetTCPIP\\Remove-NetRoute", Cmdlet.INTERFACE_INDEX, "DestinationPrefix", "NextHop", Cmdlet.CONFIRM),
    GET_NET_ADAPTER_ADVANCED_PROPERTY("NetAdapter\\Get-NetAdapterAdvancedProperty", "Name", "RegistryKeyword"),
    SET_NET_ADAPTER_ADVANCED_PROPERTY(
            "NetAdapter\\Set-NetAdapterAdvancedProperty", "Name", "RegistryKeyword", "RegistryValue", Cmdlet.CONFIRM),
    GET_NET_CONNECTION_PROFILE("NetConnection\\Get-NetConnectionProfile"),
    SET_NET_CONNECTION_PROFILE(
            "NetConnection\\Set-NetConnectionProfile", Cmdlet.INTERFACE_INDEX, "NetworkCategory", Cmdlet.CONFIRM),
    GET_NET_FIREWALL_RULE("NetSecurity\\Get-NetFirewallRule", "Name"),
    GET_NET_FIREWALL_ADDRESS_FILTER("NetSecurity\\Get-NetFirewallAddressFilter"),
    GET_NET_FIREWALL_PORT_FILTER("NetSecurity\\Get-NetFirewallPortFilter"),
    SET_NET_FIREWALL_RULE("NetSecurity\\Set-NetFirewallRule", "Name", "RemoteAddress", Cmdlet.CONFIRM),
    GET_ITEM("Microsoft.PowerShell.Management\\Get-Item", "Path"),
    GET_MODULE("Microsoft.PowerShell.Core\\Get-Module", "Name", "ListAvailable"),
    GET_ITEM_PROPERTY("Microsoft.PowerShell.Management\\Get-ItemProperty", "LiteralPath"),
    SET_ITEM_PROPERTY(
            "Microsoft.PowerShell.Management\\Set-ItemProperty", "LiteralPath", "Name", "Value", Cmdlet.CONFIRM),
    RESTART_SERVICE("Microsoft.PowerShell.Management\\Restart-Service", "Name", Cmdlet.CONFIRM),
    GET_WIN_EVENT("Microsoft.PowerShell.Diagnostics\\Get-WinEvent", "LogName", "FilterXPath", "MaxEvents"),
    TEST_COMPUTER_SECURE_CHANNEL("Microsoft.PowerShell.Management\\Test-ComputerSecureChannel"),
    GET_MSDSM_POLICY("MPIO\\Get-MSDSMGlobalDefaultLoadBalancePolicy"),
    GET_MSDSM_CLAIMS("MPIO\\Get-MSDSMAutomaticClaimSettings"),
    GET_WINDOWS_FEATURE("ServerManager\\Get-WindowsFeature"),
    INSTALL_WINDOWS_FEATURE("ServerManager\\Install-WindowsFeature", "Name", "IncludeManagementTools", Cmdlet.CONFIRM),
    GET_CIM_INSTANCE("CimCmdlets\\Get-CimInstance", "Namespace", "ClassName", "Filter", "InputObject"),
    GET_CIM_CLASS("CimCmdlets\\Get-CimClass", "Namespace", "ClassName"),
    INVOKE_CIM_METHOD("CimCmdlets\\Invoke-CimMethod", "MethodName", "Arguments", Cmdlet.CONFIRM),
    GET_PS_SESSION_CONFIGURATION("Microsoft.PowerShell.Core\\Get-PSSessionConfiguration"),
    REGISTER_PS_SESSION_CONFIGURATION(
            "Microsoft.PowerShell.Core\\Register-PSSessionConfiguration",
            "Name",
            Cmdlet.RUN_AS_CREDENTIAL,
            "SecurityDescriptorSddl",
            "Force",
            Cmdlet.CONFIRM),
    UNREGISTER_PS_SESSION_CONFIGURATION(
            "Microsoft.PowerShell.Core\\Unregister-PSSessionConfiguration",
            "Name",
            "Force",
            "NoServiceRestart",
            Cmdlet.CONFIRM),
    SELECT_OBJECT("Microsoft.PowerShell.Utility\\Select-Object", "Property", "ExpandProperty", Cmdlet.ERROR_ACTION),
    SET_VARIABLE("Microsoft.PowerShell.Utility\\Set-Variable", "Name", Cmdlet.CONFIRM),
    GET_VARIABLE("Microsoft.PowerShell.Utility\\Get-Variable", "Name", "ValueOnly"),
    WHERE_OBJECT("Microsoft.PowerShell.Core\\Where-Object", "Property", "EQ", "Value"),
    FOR_EACH_OBJECT("Microsoft.PowerShell.Core\\ForEach-Object", "MemberName", "ArgumentList", Cmdlet.CONFIRM);

    /** The common parameter that turns a non-terminating error into one that ends the message. */
    static final String ERROR_ACTION = "ErrorAction";

    /** The common parameter that keeps a cmdlet from asking. */
    static final String CONFIRM = "Confirm";

    private static final String CHAP_SECRET = "ChapSecret";
    private static final String CREDENTIAL = "Credential";
    private static final String RUN_AS_CREDENTIAL = "RunAsCredential";
    private static final String SAFE_MODE_PASSWORD = "SafeModeAdministratorPassword";

    private static final String INTERFACE_INDEX = "InterfaceIndex";

    private static final String FAILOVER_CLUSTERS = "FailoverClusters\\";

    /** What always acts on further machines, and by Microsoft's word not from a plain remote session (Test-Cluster: its clustering team's blog). */
    private static final Set<String> ALWAYS_ELSEWHERE = Set.of("New-Cluster", "Add-ClusterNode", "Test-Cluster");

    /** What Microsoft's reference says cannot be run remotely without CredSSP, and which may do with the host it runs on. */
    private static final Set<String> PERHAPS_ELSEWHERE = Set.of(
            "Remove-Cluster",
            "Start-Cluster",
            "Remove-ClusterNode",
            "Clear-ClusterNode",
            "Start-ClusterNode",
            "Stop-ClusterNode",
            "Add-ClusterVirtualMachineRole",
            "Move-ClusterVirtualMachineRole",
            "Add-ClusterFileServerRole",
            "Add-ClusterScaleOutFileServerRole",
            "Add-ClusterGenericApplicationRole",
            "Add-ClusterGenericScriptRole",
            "Add-ClusterGenericServiceRole",
            "Add-ClusterResourceType",
            "Clear-ClusterDiskReservation",
            "Get-ClusterLog");

    private final String qualifiedName;
    private final List<String> parameters;

    Cmdlet(String qualifiedName, String... parameters) {
        this.qualifiedName = qualifiedName;
        List<String> all = new ArrayList<>(List.of(parameters));
        if (!isFilter(qualifiedName)) {
            all.add(ERROR_ACTION);
        }
        this.parameters = List.copyOf(all);
    }

    /** Projecting and filtering raise no errors of their own. */
    private static boolean isFilter(String name) {
        return name.endsWith("\\Select-Object") || name.endsWith("\\Where-Object");
    }

    /** Returns the module-qualified name; other products export the same short names. */
    public String qualifiedName() {
        return qualifiedName;
    }

    /** Returns the module. */
    public String module() {
        return qualifiedName.substring(0, qualifiedName.indexOf('\\'));
    }

    /** Tells whether it acts on further machines, which a plain log-in does not let it. */
    public Delegation delegation() {
        return delegation(qualifiedName);
    }

    /** Tells the same of any cmdlet by its module-qualified name. */
    public static Delegation delegation(String qualifiedName) {
        if (!qualifiedName.startsWith(FAILOVER_CLUSTERS)) {
            return Delegation.NONE;
        }
        String name = qualifiedName.substring(FAILOVER_CLUSTERS.length());
        if (ALWAYS_ELSEWHERE.contains(name)) {
            return Delegation.ALWAYS;
        }
        return PERHAPS_ELSEWHERE.contains(name) ? Delegation.FALLBACK : Delegation.NONE;
    }

    /** Returns the parameters that may be passed, {@code ErrorAction} included. */
    public List<String> parameters() {
        return parameters;
    }

    /** A cmdlet and a parameter that Quorate may pass to it. */
    public record Emitted(String module, String cmdlet, String parameter) {}

    /** Returns every pair of cmdlet and parameter that can leave this module. */
    public static List<Emitted> emitted() {
        List<Emitted> all = new ArrayList<>();
        for (Cmdlet cmdlet : values()) {
            String name = cmdlet.qualifiedName.substring(cmdlet.module().length() + 1);
            for (String parameter : cmdlet.parameters) {
                all.add(new Emitted(cmdlet.module(), name, parameter));
            }
        }
        return List.copyOf(all);
    }

    /** Tells whether arguments of a parameter are secret: they show nowhere. */
    public static boolean isSecret(String parameter) {
        return parameter.equalsIgnoreCase(CHAP_SECRET)
                || parameter.equalsIgnoreCase(CREDENTIAL)
                || parameter.equalsIgnoreCase(RUN_AS_CREDENTIAL)
                || parameter.equalsIgnoreCase(SAFE_MODE_PASSWORD);
    }

    /** Starts a call whose errors pass: what it cannot do or read is left out. Whoever uses it checks in another way that nothing is missing. */
    public Line tolerant() {
        return new Line(this, PsCommand.of(qualifiedName)).quiet();
    }

    /** Starts a call that ends the message on the first error. */
    public Line line() {
        Line line = new Line(this, PsCommand.of(qualifiedName));
        return isFilter(qualifiedName) ? line : line.with(ERROR_ACTION, "Stop");
    }
}
