package io.quorate.lab;

import io.quorate.Size;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.winrm.Runspaces;
import io.quorate.lab.winrm.WinRmFace;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Describes a lab for a person. */
final class LabDescription {
    private LabDescription() {}

    static String of(Lab lab, Estate estate, Faces faces, Collection<LabAppliance> appliances, List<String> ownRules) {
        StringJoiner text = new StringJoiner("\n");
        text.add("lab [seed=" + lab.seed() + " time=" + lab.now() + "]");
        for (HostSpec host : estate.hosts()) {
            Face winRm = faces.find(host.name(), WinRmHosts.FACE).orElseThrow();
            Traffic traffic = winRm.traffic();
            text.add("host " + host.name() + " [power=" + estate.power(host.name()) + " os=" + host.os() + " port="
                    + winRm.port() + " shells=" + traffic.get(WinRmFace.OPEN_SHELLS) + " commands="
                    + traffic.get(WinRmFace.OPEN_COMMANDS) + " parked=" + traffic.get(WinRmFace.PARKED_RECEIVES)
                    + " requests=" + traffic.actions() + "]");
        }
        appliances.forEach(a -> text.add(a.describe()));
        faces.described(Set.of(WinRmHosts.FACE, LabAppliance.MANAGEMENT, LabAppliance.DATA_PATH))
                .forEach(text::add);
        estate.disks()
                .forEach(d -> text.add("disk " + d.number() + " [size=" + Size.bytes(d.size()) + " seen by "
                        + String.join(", ", d.seenBy()) + "]"));
        Map<String, Long> notSimulated = lab.notSimulated();
        if (!notSimulated.isEmpty()) {
            text.add("not simulated " + notSimulated);
        }
        text.add(Grades.counted(ownRules));
        return text.toString();
    }

    /** Returns what was asked for and is not simulated, with how often, wherever it was counted. */
    static Map<String, Long> notSimulated(World world, Runspaces runspaces, Traffic traffic) {
        Map<String, Long> all = new TreeMap<>();
        world.notSimulated().forEach((what, count) -> all.merge(what, (long) count, Long::sum));
        if (runspaces instanceof ShellSessions shells) {
            shells.notSimulated().forEach((what, count) -> all.merge(what, count, Long::sum));
        }
        traffic.notSimulated().forEach((what, count) -> all.merge(what, count, Long::sum));
        return all;
    }
}
