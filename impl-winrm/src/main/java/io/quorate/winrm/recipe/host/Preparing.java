package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskContent;
import io.quorate.host.HostDisk;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.host.DiskReads.Look;
import io.quorate.winrm.recipe.host.DiskReads.Seen;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the steps of preparing a disk have in common. */
final class Preparing {
    private Preparing() {}

    /**
     * A disk that was looked at.
     *
     * @param look what is on it
     * @param as what has to be so still when it is changed
     */
    record Found(Look look, Seen as) {
        static Found read(String host, Naa naa, PowerShell shell) {
            return of(DiskReads.look(host, naa, shell));
        }

        static Found of(Look look) {
            return new Found(look, look.row().seen());
        }

        DiskContent content() {
            return look.content();
        }
    }

    /** Refuses a disk that is neither provably empty nor provably Quorate's own work. */
    static void refuseOthers(DiskContent content) {
        Fault verdict = verdict(content);
        if (verdict != null) {
            throw verdict;
        }
    }

    private static @Nullable Fault verdict(DiskContent content) {
        return switch (content.state()) {
            case FOREIGN -> foreign(content);
            case UNKNOWN -> unknown(content);
            case EMPTY, BEGUN, PREPARED -> null;
        };
    }

    private static Fault foreign(DiskContent content) {
        return Answers.conflict(
                "nothing was changed: disk " + content.disk().uniqueId() + " carries " + content.detail(),
                isPreparedOnce(content.disk())
                        ? "look whether its file system is locked (BitLocker) or damaged, and unlock or repair it"
                        : "if nobody needs what is on it, wipe it first with a consent to "
                                + content.disk().identity());
    }

    private static boolean isPreparedOnce(HostDisk disk) {
        Naa naa = disk.naa();
        return naa != null && PreparedDisk.mark(naa).equals(disk.guid());
    }

    private static Fault unknown(DiskContent content) {
        return Answers.refused(
                "nothing was changed, because it cannot be told what disk "
                        + content.disk().uniqueId() + " carries: " + content.detail(),
                null);
    }

    /** Judges a disk: foreign and unknown ones are never "absent", because what follows absence is create and format. */
    static <R> Observation<R> judged(DiskContent content, Function<DiskContent, Optional<R>> effect) {
        Fault verdict = verdict(content);
        return verdict == null ? Answers.seen(effect.apply(content)) : Answers.untold(verdict);
    }

    /** Sets the GUID of the disk's GPT, if the disk is still as it was seen. */
    static Line mark(UUID mark) {
        return Cmdlet.SET_DISK.line().with("Guid", "{" + mark + "}");
    }

    /** Marks a disk and looks again. */
    static Look marked(String host, Naa naa, Found found, UUID mark, PowerShell shell) {
        Fault refusal = Answers.attempt(shell, DiskReads.change(found.as(), mark(mark)));
        Look after = DiskReads.look(host, naa, shell);
        if (!mark.equals(after.row().disk().guid())) {
            throw Answers.failed(refusal, "the GUID of the disk's GPT is not " + mark);
        }
        return after;
    }
}
