package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskContent;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.san.Naa;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.host.DiskReads.Look;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What the steps of preparing a disk have in common. */
final class Preparing {
    private Preparing() {}

    /** Refuses a disk that is neither provably empty nor provably Quorate's own work. */
    static void refuseOthers(DiskContent content) {
        switch (content.state()) {
            case FOREIGN -> throw foreign(content);
            case UNKNOWN -> throw unknown(content);
            case EMPTY, BEGUN, PREPARED -> {}
        }
    }

    private static Fault foreign(DiskContent content) {
        return Answers.conflict(
                "nothing was changed: disk " + content.disk().uniqueId() + " carries " + content.detail(),
                "if nobody needs what is on it, wipe it first with a consent to "
                        + content.disk().identity());
    }

    private static Fault unknown(DiskContent content) {
        return Answers.refused(
                "nothing was changed, because it cannot be told what disk "
                        + content.disk().uniqueId() + " carries: " + content.detail(),
                null);
    }

    /** Looks at a disk for an observation: foreign and unknown disks are never "absent", because what follows absence is create and format. */
    static <R> Observation<R> observe(
            String host, Naa naa, PowerShell shell, Function<DiskContent, Optional<R>> effect) {
        return Answers.observe(() -> {
            DiskContent content = DiskReads.look(host, naa, shell).content();
            refuseOthers(content);
            return effect.apply(content);
        });
    }

    /** Sets the GUID of the disk's GPT, if the disk is still as it was seen. */
    static Line mark(UUID mark) {
        return Cmdlet.SET_DISK.line().with("Guid", "{" + mark + "}");
    }

    /** Marks a disk and looks again. */
    static Look marked(String host, Naa naa, Look seen, UUID mark, PowerShell shell) {
        Fault refusal = Answers.attempt(shell, DiskReads.change(seen.row().seen(), mark(mark)));
        Look after = DiskReads.look(host, naa, shell);
        if (!mark.equals(after.row().disk().guid())) {
            throw Answers.failed(refusal, "the GUID of the disk's GPT is not " + mark);
        }
        return after;
    }
}
