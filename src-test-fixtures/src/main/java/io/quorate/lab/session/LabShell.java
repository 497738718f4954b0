package io.quorate.lab.session;

import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One session (runspace) of a simulated host: it keeps variables between pipelines and runs one pipeline at a time on the caller's
 * thread. Script text never reaches it. Errors, streams and states are those that vectors/psrp records of a real engine.
 */
public final class LabShell {
    private final LabCmdlets cmdlets;
    private final Caller caller;
    private final Personality personality;
    private final SessionTerms terms;
    private final Map<String, @Nullable Object> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private volatile boolean stopping;

    public LabShell(LabCmdlets cmdlets, Caller caller, LanguageMode language) {
        this(cmdlets, caller, new Personality(language, null));
    }

    public LabShell(LabCmdlets cmdlets, Caller caller, Personality personality) {
        this(cmdlets, caller, personality, SessionTerms.ALL);
    }

    /**
     * @param personality what the session lets its client do
     * @param terms which modules load
     */
    public LabShell(LabCmdlets cmdlets, Caller caller, Personality personality, SessionTerms terms) {
        this.personality = Objects.requireNonNull(personality, "personality");
        this.terms = Objects.requireNonNull(terms, "terms");
        this.cmdlets = Objects.requireNonNull(cmdlets, "cmdlets");
        this.caller = Objects.requireNonNull(caller, "caller");
        variables.put("true", PsValue.bool(true));
        variables.put("false", PsValue.bool(false));
        variables.put("null", null);
        variables.put("PSSenderInfo", sender(caller));
        variables.put("ExecutionContext", context(personality.language()));
        variables.put(
                "ErrorActionPreference",
                PsObject.enumeration("System.Management.Automation.ActionPreference", "Continue", 2));
    }

    private static LiveObject context(LanguageMode language) {
        LiveObject state = new LiveObject(
                        List.of("System.Management.Automation.SessionState", "System.Object"),
                        language,
                        "System.Management.Automation.SessionState")
                .property(
                        "LanguageMode",
                        PsObject.enumeration(
                                "System.Management.Automation.PSLanguageMode", language.word(), language.number()));
        return new LiveObject(
                        List.of("System.Management.Automation.EngineIntrinsics", "System.Object"),
                        language,
                        "System.Management.Automation.EngineIntrinsics")
                .property("SessionState", state);
    }

    /** Who the client is, as Windows names it: a local account with its computer before it. */
    private static LiveObject sender(Caller caller) {
        String user = caller.user().indexOf('\\') < 0 ? caller.host() + "\\" + caller.user() : caller.user();
        return new LiveObject(
                        List.of("System.Management.Automation.Remoting.PSSenderInfo", "System.Object"),
                        caller.user(),
                        "System.Management.Automation.Remoting.PSSenderInfo")
                .property("ConnectedUser", PsValue.string(user));
    }

    /**
     * Runs a pipeline and returns when it has ended; the sink hears everything in order, the end exactly once. A terminating error ends the
     * message: later statements do not run.
     */
    public void execute(PsPipeline pipeline, PipelineSink sink) {
        stopping = false;
        try {
            boolean first = true;
            for (List<PsCommand> commands : pipeline.statements()) {
                new Statement(this, sink, commands).run(first ? pipeline.input() : List.of());
                first = false;
            }
        } catch (TerminatingError e) {
            sink.ended(PipelineSink.State.FAILED, e.record());
            return;
        } catch (PipelineStopped e) {
            sink.ended(PipelineSink.State.STOPPED, null);
            return;
        }
        sink.ended(PipelineSink.State.COMPLETED, null);
    }

    /** Asks the running pipeline to stop at its next step; does nothing if none runs. Callable from any thread. */
    public void stop() {
        stopping = true;
    }

    LanguageMode language() {
        return personality.language();
    }

    @Nullable
    RoleFile role() {
        return personality.role();
    }

    /** Finds what a name means in this session; null if it shows no such command. */
    RoleFile.@Nullable Found find(String name) {
        CmdletInfo cmdlet = cmdlets.catalogue().find(name);
        RoleFile role = personality.role();
        if (cmdlet == null) {
            return null;
        }
        return role == null ? new RoleFile.Found(cmdlet, cmdlet) : role.find(name, cmdlet);
    }

    SessionTerms terms() {
        return terms;
    }

    LabCmdlets cmdlets() {
        return cmdlets;
    }

    Caller caller() {
        return caller;
    }

    Map<String, @Nullable Object> variables() {
        return variables;
    }

    boolean stopping() {
        return stopping;
    }

    /** Unwinds a pipeline that was asked to stop. */
    static final class PipelineStopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PipelineStopped() {
            super("the pipeline has been stopped", null, false, false);
        }
    }

    /** Unwinds a pipeline that an error ends. */
    static final class TerminatingError extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient PsValue errorRecord;

        TerminatingError(PsValue errorRecord) {
            super("terminating error", null, false, false);
            this.errorRecord = errorRecord;
        }

        PsValue record() {
            return errorRecord;
        }
    }
}
