package io.quorate.winrm;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recorded traffic, in the folder that {@code quorate.vectors} names. A test that reads it is skipped where there is none; where {@code CI} is set it
 * fails, unless {@code QUORATE_VECTORS=absent} says that this is known.
 */
public final class Recordings {
    enum Absence {
        SKIPS,
        FAILS
    }

    private Recordings() {}

    /** Returns every JSON file of a part, in the order of their names. */
    public static List<Path> files(String part) {
        return files(part, ".json");
    }

    /** Returns every file of a part whose name ends so, in the order of their names. */
    public static List<Path> files(String part, String ending) {
        Path folder = Path.of(System.getProperty("quorate.vectors", "../../shared/vectors"), part);
        List<Path> found = List.of();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                found = files.filter(file -> file.toString().endsWith(ending))
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (found.isEmpty()) {
            absent("no recorded traffic in " + folder);
        }
        return found;
    }

    private static void absent(String what) {
        if (absence(System.getenv("CI"), System.getenv("QUORATE_VECTORS")) == Absence.FAILS) {
            fail(what + ", and CI is set: put it there, or say QUORATE_VECTORS=absent to leave out what reads it");
        }
        abort(what + " (-Dquorate.vectors)");
    }

    static Absence absence(@Nullable String ci, @Nullable String declared) {
        return ci == null || "absent".equals(declared) ? Absence.SKIPS : Absence.FAILS;
    }
}
