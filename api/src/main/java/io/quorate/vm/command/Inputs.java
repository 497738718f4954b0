package io.quorate.vm.command;

import io.quorate.Size;
import io.quorate.Span;
import io.quorate.host.WindowsPath;
import io.quorate.spi.Placeholder;
import java.time.Duration;
import java.util.Locale;

/**
 * What Hyper-V takes, checked before anything is sent.
 *
 * <p>A machine's name has 1 to 100 characters, whatever they are ({@code New-VM} answers a longer one with {@code InvalidParameter}, 0x80070057:
 * field report; {@code ::} and {@code *} occur in Microsoft's own tools). Its memory is a multiple of 2 MiB, at least 32 MiB (field reports). A
 * disk has at least 3 MiB, at most 64 TB ({@code .vhdx}) or 2 040 GB ({@code .vhd}) (field reports; the largest {@code .vhdx} from memory);
 * that it is whole MiB is Quorate's own rule: {@code New-VHD} refused a multiple of 512 bytes once (field report).
 */
final class Inputs {
    private static final int LONGEST_NAME = 100;
    private static final Size LEAST_MEMORY = Size.mib(32);
    private static final Size MEMORY_STEP = Size.mib(2);
    private static final Size LEAST_DISK = Size.mib(3);
    private static final Size LARGEST_VHDX = Size.tib(64);
    private static final Size LARGEST_VHD = Size.gib(2040);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(Integer.MAX_VALUE);

    private Inputs() {}

    static void checkName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a virtual machine needs a name");
        }
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a virtual machine's name has at most " + LONGEST_NAME
                    + " characters, not " + name.length() + ": " + name);
        }
    }

    static void checkCores(int cores) {
        if (cores < 1) {
            throw new IllegalArgumentException("a virtual machine has at least one processor: " + cores);
        }
    }

    static void checkMemory(Size memory) {
        if (memory.compareTo(LEAST_MEMORY) < 0 || memory.bytes() % MEMORY_STEP.bytes() != 0) {
            throw new IllegalArgumentException(
                    "memory is a multiple of 2 MiB, at least 32 MiB: " + memory + " (" + memory.bytes() + " bytes)");
        }
    }

    static void checkGeneration(int generation) {
        if (generation != 1 && generation != 2) {
            throw new IllegalArgumentException("no such generation: " + generation);
        }
    }

    /** A name alone is a file in the machine's own folder; all else is a full path. */
    static void checkDisk(String file, Size size) {
        if (!Placeholder.isPlaceholder(file) && !WindowsPath.isName(file)) {
            WindowsPath.of(file);
        }
        if (size.compareTo(LEAST_DISK) < 0 || size.bytes() % Size.mib(1).bytes() != 0) {
            throw new IllegalArgumentException(
                    "a disk has whole MiB, at least 3: " + size + " (" + size.bytes() + " bytes)");
        }
        Size most = file.toLowerCase(Locale.ROOT).endsWith(".vhd") ? LARGEST_VHD : LARGEST_VHDX;
        if (size.compareTo(most) > 0) {
            throw new IllegalArgumentException("a disk like " + file + " has at most " + most + ": " + size);
        }
    }

    /** Windows waits in whole seconds, as many as an int holds. */
    static void checkWait(Duration atMost) {
        if (atMost.toSeconds() <= 0) {
            throw new IllegalArgumentException("a migration takes at least a second: " + Span.words(atMost));
        }
        if (atMost.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "nobody waits longer than " + Span.words(LONGEST_WAIT) + ": " + Span.words(atMost));
        }
    }
}
