package io.quorate.lab.session;

import io.quorate.lab.catalogue.Binding;
import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.Invocation;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.InformationalRecord;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One command of a running statement: takes records, writes to the next command or to the client, and obeys the common parameters. */
abstract class Stage implements Invocation {
    private @Nullable LabShell shell;
    private @Nullable PipelineSink sink;
    private @Nullable CmdletInfo cmdlet;
    private @Nullable Binding binding;
    private Set<PsStream> merged = Set.of();
    private @Nullable Stage next;
    private @Nullable Bound current;
    private boolean fed;
    private boolean closed;
    private final List<@Nullable Object> outVariable = new ArrayList<>();
    private final List<PsValue> errorVariable = new ArrayList<>();

    /** Unwinds to the command that wants no more, past those before it. */
    static final class EnoughOutput extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Stage by;

        EnoughOutput(Stage by) {
            super("the next command wants no more", null, false, false);
            this.by = by;
        }

        Stage by() {
            return by;
        }
    }

    final void attach(
            LabShell owner,
            PipelineSink client,
            CmdletInfo info,
            Binding bound,
            Set<PsStream> merge,
            boolean hasInput) {
        shell = owner;
        sink = client;
        cmdlet = info;
        binding = bound;
        merged = merge;
        fed = hasInput;
        current = bound.bound();
    }

    final void pipeTo(Stage stage) {
        next = stage;
    }

    /** Called once, before the first record. */
    void begin() {}

    /** Called for every bound record; once without pipeline input. */
    abstract void process(Bound args);

    /** Called once, after the last record. */
    void end() {}

    final boolean fed() {
        return fed;
    }

    final LabShell shell() {
        return some(shell);
    }

    final CmdletInfo cmdlet() {
        return some(cmdlet);
    }

    /** Tells whether it is only to say what it would do, by its own parameter or by the session's preference. */
    final boolean whatIf() {
        return args().has("WhatIf")
                ? args().on("WhatIf")
                : cmdlet().shouldProcess() && Values.truth(shell().variables().get("WhatIfPreference"));
    }

    final void runUnfed() {
        guarded(() -> process(args()));
    }

    /** Takes a client's input object, for the first command: nobody is left to stop. */
    final void receiveFromClient(@Nullable Object value) {
        guarded(() -> receive(value));
    }

    final void finish() {
        if (!closed) {
            guarded(this::end);
        }
        keepVariables();
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (EnoughOutput e) {
            for (Stage s = this; s != null && s != e.by(); s = s.next) {
                s.closed = true;
            }
        } catch (LabError e) {
            throw terminating(e);
        }
    }

    private void receive(@Nullable Object value) {
        if (closed) {
            return;
        }
        checkStop();
        Bound bound;
        try {
            bound = some(binding).next(value);
        } catch (LabError e) {
            writeError(e);
            return;
        }
        current = bound;
        try {
            process(bound);
        } catch (LabError e) {
            throw terminating(e);
        }
    }

    private LabShell.TerminatingError terminating(LabError e) {
        PsObject record = ErrorRecords.of(e, cmdlet());
        errorVariable.add(record);
        keepVariables();
        return new LabShell.TerminatingError(record);
    }

    @Override
    public final Caller caller() {
        return shell().caller();
    }

    @Override
    public final Bound args() {
        return some(current);
    }

    @Override
    public final void write(@Nullable Object value) {
        checkStop();
        if (args().has("OutVariable")) {
            outVariable.add(value);
        }
        pass(value);
    }

    private void pass(@Nullable Object value) {
        if (next != null) {
            next.receive(value);
        } else {
            some(sink).output(Serialiser.output(value));
        }
    }

    @Override
    public final void writeError(LabError error) {
        PsObject record = ErrorRecords.of(error, cmdlet());
        String action = String.valueOf(
                args().has("ErrorAction")
                        ? args().text("ErrorAction")
                        : Values.text(shell().variables().get("ErrorActionPreference")));
        if (!action.equals("Ignore")) {
            errorVariable.add(record);
        }
        switch (action) {
            case "Stop" -> {
                keepVariables();
                throw new LabShell.TerminatingError(record);
            }
            case "SilentlyContinue", "Ignore" -> {}
            default -> emit(PsStream.ERROR, record);
        }
    }

    @Override
    public final void writeWarning(String text) {
        String action = args().has("WarningAction") ? String.valueOf(args().text("WarningAction")) : "Continue";
        if (!action.equals("SilentlyContinue") && !action.equals("Ignore")) {
            emit(PsStream.WARNING, new InformationalRecord(PsStream.WARNING, text).toValue());
        }
    }

    private void emit(PsStream stream, PsValue record) {
        if (merged.contains(stream)) {
            pass(record);
        } else {
            some(sink).record(stream, record);
        }
    }

    @Override
    public final boolean stopped() {
        return shell().stopping();
    }

    private void checkStop() {
        if (stopped()) {
            throw new LabShell.PipelineStopped();
        }
    }

    private void keepVariables() {
        keep("OutVariable", outVariable);
        keep("ErrorVariable", errorVariable);
        outVariable.clear();
        errorVariable.clear();
    }

    private void keep(String parameter, List<?> values) {
        String name = args().text(parameter);
        if (name == null || name.isEmpty()) {
            return;
        }
        boolean append = name.startsWith("+");
        List<@Nullable Object> all = new ArrayList<>();
        String key = append ? name.substring(1) : name;
        Object old = append ? shell().variables().get(key) : null;
        if (old instanceof ArrayListValue list) {
            all.addAll(list.items());
        }
        all.addAll(values);
        shell().variables().put(key, new ArrayListValue(all));
    }

    /** The value of an OutVariable: an ArrayList, which only Write-Output unrolls. */
    record ArrayListValue(List<@Nullable Object> items) {
        Object live() {
            List<PsValue> plain = new ArrayList<>();
            for (Object item : items) {
                if (!(item instanceof PsValue v)) {
                    return items;
                }
                plain.add(v);
            }
            return PsObject.of("System.Collections.ArrayList", "System.Object")
                    .content(new PsItems(PsItems.Kind.LIST, plain));
        }
    }

    private static <T> T some(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the command is not attached to a pipeline");
        }
        return value;
    }
}
