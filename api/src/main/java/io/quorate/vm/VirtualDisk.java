package io.quorate.vm;

import io.quorate.Shown;
import io.quorate.host.WindowsPath;
import java.util.Objects;
import java.util.UUID;

/**
 * A hard disk of a virtual machine.
 *
 * @param machine the machine's id
 * @param machineName the machine's name; several may have the same
 * @param path its file as the host sees it, e.g. {@code C:\\ClusterStorage\\Volume1\\web1.vhdx}; for a disk of the host that is handed
 *     through Windows' description of it; empty where Windows gives none
 * @param controller the kind of controller it is at, Windows' word: {@code SCSI}, {@code IDE}
 * @param controllerNumber which controller of that kind
 * @param location its place there
 */
public record VirtualDisk(
        UUID machine, String machineName, String path, String controller, int controllerNumber, int location) {
    public VirtualDisk {
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(machineName, "machineName");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(controller, "controller");
    }

    /** Tells whether its file lies somewhere below a folder, whichever way Windows spells the two; where they cannot be compared, as text. */
    public boolean liesBelow(String folder) {
        return liesBelow(path, folder);
    }

    static boolean liesBelow(String path, String folder) {
        WindowsPath.Likeness likeness = WindowsPath.read(path).below(WindowsPath.read(folder));
        if (likeness != WindowsPath.Likeness.UNKNOWN) {
            return likeness == WindowsPath.Likeness.SAME;
        }
        String prefix = folder.endsWith("\\") ? folder : folder + "\\";
        return path.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
