package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.ConfigurationMessages;
import io.quorate.winrm.recipe.Decode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said to a host about its session configurations, each message through a session until a deadline. */
final class SessionConfigurations {
    /** The discretionary list of a descriptor ([MS-DTYP] 2.5.1), up to the audit part. */
    private static final Pattern LIST = Pattern.compile("D:([A-Z]*(?:\\([^()]*\\))*)");

    /** An entry of it: its kind, and whom it is about. */
    private static final Pattern ENTRY = Pattern.compile("\\(([A-Z]+);[^;]*;[^;]*;[^;]*;[^;]*;([^;)]+)[^)]*\\)");

    private static final Set<String> DENIES = Set.of("D", "OD", "XD", "ZD");

    /** How Windows may write the account with the number 500 of the host itself. */
    private static final String LOCAL_ADMINISTRATOR = "LA";

    private static final Pattern SID = Pattern.compile("S-1(-[0-9]{1,20}){1,15}");

    private final WinRmSession session;
    private final Deadline deadline;

    SessionConfigurations(WinRmSession session, Deadline deadline) {
        this.session = session;
        this.deadline = deadline;
    }

    /**
     * A session configuration as a host lists it.
     *
     * @param name its name
     * @param runAs the account it runs as; empty for the caller's own
     * @param descriptor who may use it, in SDDL; empty for who may by default
     */
    record Listed(String name, String runAs, String descriptor) {
        boolean isCalled(String other) {
            return name.equalsIgnoreCase(other);
        }

        /** Tells whether it admits an account and no other. Windows may write the descriptor otherwise than it was told to. */
        boolean admitsOnly(String sid) {
            List<String> admitted = admitted(descriptor);
            return !admitted.isEmpty()
                    && admitted.stream()
                            .allMatch(trustee -> trustee.equalsIgnoreCase(sid)
                                    || trustee.equalsIgnoreCase(LOCAL_ADMINISTRATOR) && sid.endsWith("-500"));
        }
    }

    private List<PsValue> run(PsPipeline pipeline) {
        return new SessionPowerShell(session, deadline, new Progress()).run(pipeline);
    }

    /** Lists them all: that one is absent is proved by this list alone. */
    List<Listed> list() {
        return Decode.each(run(ConfigurationMessages.list()), value -> {
            Decode one = Decode.of(value, "session configuration");
            return new Listed(
                    one.text("Name"), one.textOrEmpty("RunAsUser"), one.textOrEmpty("SecurityDescriptorSddl"));
        });
    }

    Optional<Listed> find(String name) {
        return list().stream().filter(one -> one.isCalled(name)).findFirst();
    }

    /** Registers one that runs as an account and admits another alone; by then WinRM restarts, so that as a rule no answer comes. */
    void register(String name, String account, Secret password, String descriptor) {
        run(ConfigurationMessages.registration(name, account, password, PsValue.string(descriptor)));
    }

    /** Removes one; with a restart no answer comes as a rule, without one the running service goes on to know it. */
    void unregister(String name, boolean restart) {
        run(ConfigurationMessages.removal(name, restart));
    }

    /** Returns the security identifier of who we are in a process of ours, by whose owner it is. */
    String ownSid(String process) {
        if (!process.matches("[0-9]{1,10}")) {
            throw untold("it does not tell the process of our own shell");
        }
        List<PsValue> output = run(ConfigurationMessages.owner(Long.parseLong(process)));
        if (output.size() != 1) {
            throw untold("it knows " + output.size() + " processes with the number of our own");
        }
        Decode answer = Decode.of(output.get(0), "owner of a process");
        String sid = answer.textOrEmpty("Sid");
        if (answer.int64("ReturnValue") != 0 || !SID.matcher(sid).matches()) {
            throw untold("it does not tell whose process is ours");
        }
        return sid;
    }

    private static Fault untold(String why) {
        return Fault.lasting(ErrorKind.BAD_REPLY)
                .answered()
                .because("who we are on the host cannot be told, and a session configuration must admit nobody else: "
                        + why);
    }

    /** Returns whom the discretionary list of a descriptor lets do anything. */
    private static List<String> admitted(String descriptor) {
        Matcher list = LIST.matcher(descriptor);
        List<String> admitted = new ArrayList<>();
        if (list.find()) {
            Matcher entry = ENTRY.matcher(list.group(1));
            while (entry.find()) {
                if (!DENIES.contains(entry.group(1).toUpperCase(Locale.ROOT))) {
                    admitted.add(entry.group(2));
                }
            }
        }
        return admitted;
    }

    /** Returns who may use a temporary one: an account, and nobody else. The audit part is Windows' own default. */
    static String descriptor(String sid) {
        return "O:NSG:BAD:P(A;;GA;;;" + sid + ")S:P(AU;FA;GA;;;WD)(AU;SA;GXGW;;;WD)";
    }
}
