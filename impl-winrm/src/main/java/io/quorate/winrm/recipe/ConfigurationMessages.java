package io.quorate.winrm.recipe;

import io.quorate.Secret;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;

/** What is said to a host about its session configurations. No command stands behind it: it makes ready what commands go through. */
public final class ConfigurationMessages {
    private static final List<String> PROPERTIES = List.of("Name", "RunAsUser", "SecurityDescriptorSddl");

    private ConfigurationMessages() {}

    /** Lists them all: name, account and descriptor of each. */
    public static PsPipeline list() {
        return Line.message(Cmdlet.GET_PS_SESSION_CONFIGURATION.line().select(PROPERTIES));
    }

    /**
     * Registers one that runs as an account; WinRM restarts by then.
     *
     * @param descriptor who may use it, in SDDL: what Windows admits by default would let every remote management user act as the account
     */
    public static PsPipeline registration(String name, String account, Secret password, PsValue descriptor) {
        return Line.message(Line.statement(Cmdlet.REGISTER_PS_SESSION_CONFIGURATION
                .line()
                .with("Name", name)
                .credential("RunAsCredential", account, password)
                .with("SecurityDescriptorSddl", descriptor)
                .flag("Force")
                .unasked()));
    }

    /**
     * Removes one.
     *
     * @param restart whether WinRM is restarted; else the running service goes on to serve it
     * @throws IllegalArgumentException if the name would mean others, too
     */
    public static PsPipeline removal(String name, boolean restart) {
        if (Line.isPattern(name) || name.indexOf('[') >= 0) {
            throw new IllegalArgumentException("that would mean others, too: " + name);
        }
        return Line.message(Line.statement(Cmdlet.UNREGISTER_PS_SESSION_CONFIGURATION
                .line()
                .with("Name", name)
                .flag(restart ? "Force" : "NoServiceRestart")
                .unasked()));
    }

    /** Asks for the security identifier of the account whose a process is. */
    public static PsPipeline owner(long process) {
        return Line.message(Line.statement(
                Cmdlet.GET_CIM_INSTANCE
                        .line()
                        .with("ClassName", "Win32_Process")
                        .with("Filter", "ProcessId = " + process),
                Cmdlet.INVOKE_CIM_METHOD
                        .line()
                        .with("MethodName", "GetOwnerSid")
                        .unasked(),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Sid", "ReturnValue"))));
    }
}
