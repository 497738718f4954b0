package io.quorate.lab.rule;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.CimRefusal;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LabError.NetException;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Locale;

/**
 * Error records as the cluster and Hyper-V modules write them.
 *
 * <p>FailoverClusters: {@code ClusterCmdletException} around {@code Win32Exception} with the code; the error id is the cmdlet's name but for
 * {@code ClusterEndpointNotRegistered} (recorded). Hyper-V: {@code VirtualizationException}, the code only as {@code (0x...)} in the text;
 * a missing name is {@code InvalidParameter}, a missing id {@code ObjectNotFound}. Chains and categories are assumptions.
 */
final class Errors {
    static final String NOT_SIMULATED = "LabNotSimulated";
    private static final int COR_E_EXCEPTION = 0x80131500;
    private static final int COR_E_SYSTEM = 0x80131501;
    private static final int COR_E_INVALID_OPERATION = 0x80131509;
    private static final int E_FAIL = 0x80004005;
    private static final String CLUSTER = Shapes.CLUSTER + "ClusterCmdletException";
    private static final String CIM = "Microsoft.Management.Infrastructure.CimException";
    private static final String HYPER_V = Shapes.HYPER_V + "VirtualizationException";

    private final Texts texts;

    Errors(Texts texts) {
        this.texts = texts;
    }

    Texts texts() {
        return texts;
    }

    /** Turns a refusal into the error record of the cmdlet's module. */
    LabError of(String cmdlet, Refusal refusal) {
        return cmdlet.startsWith("Hyper-V\\") ? virtualization(refusal) : cluster(cmdlet, refusal);
    }

    /** A refusal of a CIM module: the code is in the error id alone. */
    LabError cim(CimRefusal refusal) {
        return new LabError(
                refusal.reason().id(),
                "NotSpecified",
                null,
                List.of(new NetException(
                        CIM, texts.text("cim." + refusal.reason(), refusal.arguments()), COR_E_EXCEPTION, null)));
    }

    /** What a CIM module writes when a value names nothing. */
    LabError noSuchInstance(String cimClass, String property, String value) {
        return new LabError(
                "CmdletizationQuery_NotFound_" + property,
                "ObjectNotFound",
                PsValue.string(value),
                List.of(new NetException(
                        "Microsoft.PowerShell.Cmdletization.Cim.CimJobException",
                        texts.text("cim.none", cimClass, property, value),
                        COR_E_EXCEPTION,
                        null)));
    }

    /** What the directory's cmdlets say of a machine without its web service. */
    LabError noDirectoryService() {
        return new LabError(
                "ActiveDirectoryServer:0",
                "ResourceUnavailable",
                PsValue.string("localhost"),
                List.of(new NetException(
                        "Microsoft.ActiveDirectory.Management.ADServerDownException",
                        texts.text("directory.none"),
                        0x80131500,
                        null)));
    }

    LabError serviceNotStarted(String name, int code) {
        return service("CouldNotStartService", "OpenError", "service.notStarted", name, code);
    }

    LabError serviceNotStopped(String name, int code) {
        return service("CouldNotStopService", "CloseError", "service.notStopped", name, code);
    }

    /** What the service cmdlets make of a refusal of the service control manager: its code is innermost. */
    private LabError service(String id, String category, String key, String name, int code) {
        String why = texts.text("system." + code);
        return new LabError(
                id,
                category,
                PsValue.string(name),
                List.of(
                        new NetException(
                                "Microsoft.PowerShell.Commands.ServiceCommandException",
                                texts.text(key, name, why),
                                COR_E_SYSTEM,
                                null),
                        new NetException(
                                "System.InvalidOperationException",
                                texts.text(key, name, why),
                                COR_E_INVALID_OPERATION,
                                null),
                        new NetException("System.ComponentModel.Win32Exception", why, E_FAIL, code)));
    }

    LabError serviceHasDependents(String name) {
        return new LabError(
                "ServiceHasDependentServices",
                "InvalidOperation",
                PsValue.string(name),
                List.of(new NetException(
                        "Microsoft.PowerShell.Commands.ServiceCommandException",
                        texts.text("service.dependents", name),
                        0x80131501,
                        null)));
    }

    /** A failure of CIM itself, by WMI's code. */
    LabError wmi(int code, String category, String key, String... arguments) {
        return new LabError(
                String.format(Locale.ROOT, "HRESULT 0x%08x", code),
                category,
                null,
                List.of(new NetException(CIM, texts.text(key, arguments), COR_E_EXCEPTION, null)));
    }

    LabError cluster(String cmdlet, Refusal refusal) {
        Refusal.Reason reason = refusal.reason();
        String name = cmdlet.substring(cmdlet.indexOf('\\') + 1);
        boolean endpoint = reason == Refusal.Reason.NO_CLUSTER_SERVICE;
        return new LabError(
                endpoint ? "ClusterEndpointNotRegistered" : name,
                endpoint ? "ConnectionError" : "NotSpecified",
                null,
                List.of(
                        new NetException(
                                CLUSTER, texts.text("cluster." + reason, refusal.arguments()), COR_E_EXCEPTION, null),
                        new NetException(
                                "System.ComponentModel.Win32Exception", texts.system(reason), E_FAIL, reason.code())));
    }

    private LabError virtualization(Refusal refusal) {
        Refusal.Reason reason = refusal.reason();
        String id = switch (reason) {
            case ACCESS_DENIED -> "AccessDenied";
            case RESOURCE_NOT_FOUND -> "ObjectNotFound";
            case INVALID_PARAMETER -> "InvalidParameter";
            case INVALID_STATE -> "InvalidState";
            default -> "OperationFailed";
        };
        String category = switch (reason) {
            case ACCESS_DENIED -> "PermissionDenied";
            case RESOURCE_NOT_FOUND -> "ObjectNotFound";
            case INVALID_PARAMETER -> "InvalidArgument";
            case INVALID_STATE -> "InvalidOperation";
            default -> "NotSpecified";
        };
        String text = texts.text("vm." + id, refusal.arguments());
        if (id.equals("OperationFailed")) {
            text += " " + texts.system(reason) + String.format(Locale.ROOT, " (0x%08X).", reason.hresult());
        }
        return new LabError(id, category, null, List.of(new NetException(HYPER_V, text, COR_E_EXCEPTION, null)));
    }

    /** A name that no virtual machine has. */
    LabError noSuchName(String name) {
        return new LabError(
                "InvalidParameter",
                "InvalidArgument",
                PsValue.string(name),
                List.of(new NetException(HYPER_V, texts.text("vm.noSuchName", name), COR_E_EXCEPTION, null)));
    }

    /** An id that no virtual machine has. */
    LabError noSuchId(String id) {
        return new LabError(
                "ObjectNotFound",
                "ObjectNotFound",
                null,
                List.of(new NetException(HYPER_V, texts.text("vm.noSuchId", id), COR_E_EXCEPTION, null)));
    }

    LabError noSuchService(String name) {
        return new LabError(
                "NoServiceFoundForGivenName",
                "ObjectNotFound",
                PsValue.string(name),
                List.of(new NetException(
                        "Microsoft.PowerShell.Commands.ServiceCommandException",
                        texts.text("service.none", name),
                        0x80131501,
                        null)));
    }

    /** Something Windows could do and the lab cannot: loud, and counted. */
    static LabError notSimulated(World world, String what) {
        world.notSimulated(what);
        return new LabError(
                NOT_SIMULATED,
                "NotImplemented",
                null,
                List.of(new NetException(
                        "System.NotImplementedException", "the lab does not simulate " + what, 0x80004001, null)));
    }
}
