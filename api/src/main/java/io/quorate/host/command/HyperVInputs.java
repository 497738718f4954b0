package io.quorate.host.command;

import io.quorate.host.HostFacts;
import io.quorate.host.HyperVSettings;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What the commands on Hyper-V's settings check, and what a rehearsal pretends of them. */
final class HyperVInputs {
    private static final Pattern FOLDER =
            Pattern.compile("(?:[A-Za-z]:\\\\|\\\\\\\\[^\\\\/:*?\"<>|\\p{Cntrl}]+\\\\)[^/:*?\"<>|\\p{Cntrl}]*");
    private static final int LONGEST = 240;

    private HyperVInputs() {}

    static void checkFolder(String folder) {
        if (folder.length() > LONGEST || !FOLDER.matcher(folder).matches()) {
            throw new IllegalArgumentException(
                    "not an absolute path of a folder, such as C:\\ClusterStorage\\Volume1: '" + folder + "'");
        }
    }

    static HyperVSettings rehearsed() {
        return new HyperVSettings(Placeholder.TEXT, Placeholder.TEXT, false, "", "", 0, false);
    }

    static List<Foretold<?>> foretold(String host, UnaryOperator<HyperVSettings> change) {
        return List.of(
                Foretold.changed(new GetHyperV(host), change),
                Foretold.changed(new GetHostFacts(host), before -> changed(before, change)));
    }

    private static HostFacts changed(HostFacts before, UnaryOperator<HyperVSettings> change) {
        HyperVSettings settings = before.hyperV();
        return settings == null ? before : before.with(change.apply(settings));
    }
}
