package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about Windows' services, and about what SQL Server's setup adds to them. */
final class ServiceClaims {
    private static final String POWERSHELL = "PowerShell's published source, Service.cs";
    private static final String ASSUMED = "assumption";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "service.cmdlets",
                    Evidence.B,
                    "Stop-Service refuses a service whose dependents run unless -Force is given (ServiceHasDependentServices); Start-Service"
                            + " waits until it runs, and a disabled one is CouldNotStartService",
                    POWERSHELL),
            new Claim(
                    "service.needs",
                    Evidence.C,
                    "starting a service starts what it needs first",
                    "Microsoft Learn: StartService"),
            new Claim(
                    "service.cim",
                    Evidence.C,
                    "Win32_Service tells State and StartMode in words of its own in every language, StartName and ProcessId;"
                            + " Win32_DependentService who needs whom",
                    "Microsoft Learn: Win32_Service, Win32_DependentService; that its references keep their key when they are projected is"
                            + " assumed"),
            new Claim(
                    "service.process",
                    Evidence.E,
                    "a service that is started again has another process; numbers are the lab's own",
                    ASSUMED),
            new Claim(
                    "service.cluster.stop",
                    Evidence.E,
                    "stopping the cluster service in good order, which drains the node, is not simulated and refused aloud; killing it is",
                    "the lab does not model it"),
            new Claim(
                    "service.sql",
                    Evidence.C,
                    "MSSQLSERVER or MSSQL$NAME and SQLSERVERAGENT or SQLAgent$NAME, the Agent needing the engine; Express has no Agent",
                    "Microsoft Learn: configure Windows service accounts; that both are automatic and run is the lab's choice"),
            new Claim(
                    "service.sql.agent",
                    Evidence.E,
                    "an Agent whose engine stops by itself runs again with it",
                    ASSUMED),
            new Claim(
                    "cim.errors",
                    Evidence.D,
                    "a namespace, class, method or parameter that is not there is HRESULT 0x80041xxx in the error id",
                    "field reports and wbemcli.h; categories are assumed"),
            new Claim(
                    "sql.wmi",
                    Evidence.C,
                    "root/Microsoft/SqlServer/ComputerManagementNN (NN the major version) has HADRServiceSettings with InstanceName and"
                            + " HADRServiceEnabled and its method ChangeHADRService(uint32), and SqlServiceAdvancedProperty; the setting counts from"
                            + " the next start",
                    "microsoft/sqlmanagementobjects, Wmi Service.cs; Microsoft Learn: enable and disable Always On"),
            new Claim(
                    "sql.wmi.parameter",
                    Evidence.E,
                    "what ChangeHADRService calls its parameter is invented here: clients read it from the class",
                    "no page tells it"),
            new Claim(
                    "sql.wmi.refused",
                    Evidence.E,
                    "2016 on a host that is in no cluster fails with 0x80041001; Express and Web have no setting",
                    "that 2016 needs a cluster is documented (Microsoft Learn: enable and disable Always On); how it fails is assumed"),
            new Claim(
                    "service.codes",
                    Evidence.B,
                    "Start-Service says CouldNotStartService and Stop-Service CouldNotStopService around what the service control manager refuses",
                    POWERSHELL
                            + "; that the exceptions below are InvalidOperationException and Win32Exception is .NET's ServiceController"),
            new Claim(
                    "service.codes.system",
                    Evidence.C,
                    "a disabled service is refused with 1058, one whose needed service cannot start with 1068",
                    "Microsoft Learn: StartServiceW, system error codes"),
            new Claim(
                    "sql.fci.resources",
                    Evidence.C,
                    "a failover cluster instance is a group of disk, address, network name, SQL Server and SQL Server Agent, each needing what is"
                            + " before it; one possible owner runs it at a time",
                    "Microsoft Learn: Always On failover cluster instances; the names of the resources are as setup makes them by field reports"),
            new Claim(
                    "sql.fci.properties",
                    Evidence.D,
                    "the resources of types SQL Server and SQL Server Agent have the private properties InstanceName and VirtualServerName, and the"
                            + " WMI provider says CLUSTERED and VSNAME",
                    "dsccommunity/SqlServerDsc, restart of clustered instances; dataplat/dbatools, readers of service properties"),
            new Claim(
                    "sql.fci.checkpoint",
                    Evidence.C,
                    "what is set in a node's registry while the resource is online there is kept by the cluster and written to the node where it comes"
                            + " online next; what is set elsewhere is overwritten then",
                    "Microsoft Learn: Checkpointing (failover cluster API)"),
            new Claim(
                    "sql.fci.checkpoint.hadr",
                    Evidence.E,
                    "the setting of Always On is among the keys that are kept so",
                    ASSUMED + ": it lies below a key that setup has kept"),
            new Claim(
                    "sql.fci.offline",
                    Evidence.C,
                    "taking a resource offline takes what needs it first; bringing one online brings what it needs, and not what needs it",
                    "Microsoft Learn: OfflineClusterResource, OnlineClusterResource; that what went with it is wanted still is assumed"),
            new Claim(
                    "sql.fci.failure",
                    Evidence.E,
                    "a service that stops without the cluster is failed: started again on its node once in 15 minutes, then the group fails over",
                    "RestartThreshold, RestartPeriod, RestartAction are documented (Microsoft Learn); their values for SQL Server are assumed"),
            new Claim(
                    "sql.fci.hand",
                    Evidence.E,
                    "its services start Manually (documented); started by hand where another node has the disk they end with 1066, and on the owner"
                            + " that is not simulated",
                    ASSUMED),
            new Claim(
                    "service.not.stopped",
                    Evidence.E,
                    "stopping MSiSCSI, vmms or WinRM is not simulated and refused aloud",
                    "no source says what becomes of sessions and virtual machines step by step"));

    private ServiceClaims() {}
}
