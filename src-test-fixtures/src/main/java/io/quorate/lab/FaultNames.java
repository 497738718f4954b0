package io.quorate.lab;

import io.quorate.lab.catalogue.Catalogue;
import io.quorate.lab.catalogue.WindowsVersion;
import io.quorate.lab.iscsi.IscsiFace;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.scsi.ScsiDevice;
import io.quorate.lab.tds.TdsFace;
import io.quorate.lab.winrm.WinRmFace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a fault can be declared on: the lab's machines, the cmdlets of its hosts' Windows, the commands and actions of its faces. */
final class FaultNames implements Faults.Names {
    private static final Pattern SCSI_ACTION = Pattern.compile("(?i)iscsi SCSI 0x[0-9a-f]{2}");
    private static final Pattern CMDLET = Pattern.compile("(\\S+\\\\)?\\w+-\\w+");
    private static final int SUGGESTED = 5;

    private final Estate estate;
    private final Faces faces;
    private final Collection<LabAppliance> appliances;
    private final boolean ownFaces;
    private final boolean ownSessions;

    /**
     * @param ownFaces whether there are faces whose actions and commands nobody here knows
     * @param ownSessions whether somebody else runs the cmdlets, so that nobody here knows which there are
     */
    FaultNames(Estate estate, Faces faces, Collection<LabAppliance> appliances, boolean ownFaces, boolean ownSessions) {
        this.estate = estate;
        this.faces = faces;
        this.appliances = appliances;
        this.ownFaces = ownFaces;
        this.ownSessions = ownSessions;
    }

    @Override
    public String host(String name) {
        return estate.findHost(name)
                .map(HostSpec::name)
                .or(() ->
                        faces.machines().stream().filter(name::equalsIgnoreCase).findFirst())
                .orElseThrow(() -> unknown("host or appliance", name, faces.machines()));
    }

    @Override
    public void command(String name) {
        boolean more = ownFaces || faces.names().contains(TdsFace.NAME);
        if (ownSessions || more && !CMDLET.matcher(name).matches()) {
            return;
        }
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (!appliances.isEmpty()) {
            known.addAll(ScsiDevice.names());
        }
        for (HostSpec host : estate.hosts()) {
            Catalogue catalogue = Catalogue.load(WindowsVersion.valueOf("WS" + host.os()));
            if (catalogue.find(name) != null) {
                return;
            }
            boolean qualified = name.indexOf('\\') >= 0;
            catalogue.cmdlets().stream()
                    .map(c -> qualified ? c.qualifiedName() : c.name())
                    .forEach(known::add);
        }
        if (!known.contains(name)) {
            throw unlike("cmdlet or command", name, known);
        }
    }

    @Override
    public void action(String name) {
        List<String> known = new ArrayList<>();
        if (!estate.hosts().isEmpty()) {
            known.addAll(WinRmFace.ACTIONS);
        }
        for (LabAppliance appliance : appliances) {
            known.addAll(appliance.actions());
            known.addAll(IscsiFace.ACTIONS);
        }
        if (faces.names().contains(TdsFace.NAME)) {
            known.addAll(TdsFace.ACTIONS);
        }
        boolean scsi = !appliances.isEmpty() && SCSI_ACTION.matcher(name).matches();
        if (!ownFaces && !scsi && known.stream().noneMatch(name::equalsIgnoreCase)) {
            throw appliances.isEmpty() ? unknown("action", name, known) : unlike("action", name, known);
        }
    }

    /** Makes the refusal of a name, which tells the names that there are. */
    static IllegalArgumentException noAppliance(String name, Collection<String> known) {
        return known.isEmpty()
                ? new IllegalArgumentException(
                        "no such appliance: " + name
                                + "; there is none: Lab.sanStoryBuilder(), LabBuilder.appliance(..) and @HaLab(appliance = true) make one")
                : unknown("appliance", name, known);
    }

    static void requireHost(String name, boolean isAppliance) {
        if (isAppliance) {
            throw new IllegalArgumentException("no such host: " + name + ", which is an appliance: appliance(\"" + name
                    + "\").power() is its switch");
        }
    }

    static IllegalArgumentException unknown(String what, String name, Collection<String> known) {
        return new IllegalArgumentException("no such " + what + ": " + name
                + (known.isEmpty()
                        ? "; there is none"
                        : "; there " + (known.size() == 1 ? "is " : "are ") + String.join(", ", known)));
    }

    /** Makes the refusal of a name where there are too many to tell: tells the nearest, and how many more there are. */
    private static IllegalArgumentException unlike(String what, String name, Collection<String> known) {
        List<String> nearest = new ArrayList<>(nearest(name, known));
        long more = known.stream().distinct().count() - nearest.size();
        if (more > 0) {
            nearest.add("and " + more + " more");
        }
        return unknown(what, name, nearest);
    }

    private static List<String> nearest(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .distinct()
                .sorted(Comparator.comparing((String k) -> !holdsEveryWord(k.toLowerCase(Locale.ROOT), wanted))
                        .thenComparingInt(k -> distance(wanted, k.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTED)
                .toList();
    }

    /** Add-Node leads to Add-ClusterNode rather than to Add-Member, which has more letters in their places. */
    private static boolean holdsEveryWord(String name, String wanted) {
        return Arrays.stream(wanted.split("[^a-z0-9]+")).allMatch(name::contains);
    }

    /** How many letters to add, drop or change make one text of the other. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[b.length()];
    }
}
