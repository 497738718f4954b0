package measure;

import io.quorate.lab.Lab;
import java.util.ArrayList;
import java.util.List;

/**
 * A list over 64 hosts, each at a distance, and over one, when both have been asked for so often that the JVM compiles nothing more: it shares
 * the machine with client, network and hosts.
 */
final class Hosts {
    private static final int HOSTS = 64;
    private static final int WARM_LISTS = 100;
    private static final int MANY_LISTS = 5;

    private Hosts() {}

    static void judge(Verdicts verdicts) throws Exception {
        try (Lab lab = Commands.lab(HOSTS).start()) {
            List<Wire> wires = new ArrayList<>();
            for (int i = 1; i <= HOSTS; i++) {
                wires.add(new Wire(lab.httpUrl("HV" + i).getPort(), Commands.ROUND_TRIP_MILLIS));
            }
            int[] ports = wires.stream().mapToInt(Wire::port).toArray();
            try (Client.Ours one = new Client.Ours(ports[0]);
                    Client.Ours all = new Client.Ours(ports)) {
                compare(() -> one.quorate().vms("lab").list(), () -> all.quorate().vms("lab").list(), verdicts);
            }
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    private static void compare(Runnable ofOne, Runnable ofAll, Verdicts verdicts) {
        Clocks.medianOf(WARM_LISTS, ofAll);
        Clocks.medianOf(WARM_LISTS, ofOne);
        double[] ratios = new double[Measure.ROUNDS];
        double[] alone = new double[Measure.ROUNDS];
        double[] many = new double[Measure.ROUNDS];
        double cpu = Clocks.cpu();
        for (int i = 0; i < Measure.ROUNDS; i++) {
            many[i] = Clocks.medianOf(MANY_LISTS, ofAll);
            alone[i] = Clocks.medianOf(MANY_LISTS, ofOne);
            ratios[i] = many[i] / alone[i];
        }
        double each = (Clocks.cpu() - cpu) / Measure.ROUNDS / MANY_LISTS / (HOSTS + 1);
        verdicts.told("list over one host", Unit.TIME, alone, "");
        verdicts.told("list over " + HOSTS + " hosts", Unit.TIME, many, "");
        verdicts.told("CPU of a host and list", Unit.TIME, each, "client, network and hosts together");
        verdicts.atMost("list over " + HOSTS + " hosts / over one host", Unit.RATIO, ratios, 5, "");
    }
}
