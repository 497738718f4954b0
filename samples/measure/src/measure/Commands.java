package measure;

import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Commands over a warm session: the peer and we ask the same hosts of the lab for the same thing, in turn, over HTTP that is sealed by NTLM. */
final class Commands {
    static final int ROUND_TRIP_MILLIS = 20;

    private Commands() {}

    static void judge(Verdicts verdicts) throws Exception {
        try (Lab lab = lab(2).cluster("FC1").start()) {
            int port = lab.httpUrl("HV1").getPort();
            warm(port, 0, 0.10, verdicts);
            warm(port, ROUND_TRIP_MILLIS, 0.30, verdicts);
            sideBySide(port, verdicts);
            onTheWire(port, verdicts);
        }
    }

    /** A lab of so many hosts, in real time, for whoever comes. */
    static LabBuilder lab(int hosts) {
        LabBuilder builder = Lab.builder().clock(Lab.Clock.WALL).foreignClients().logins(spec -> spec.http());
        IntStream.rangeClosed(1, hosts).forEach(i -> builder.host("HV" + i));
        return builder;
    }

    private static void warm(int port, int millis, double limit, Verdicts verdicts) throws IOException {
        boolean near = millis == 0;
        try (Wire wire = new Wire(port, millis);
                Client ours = new Client.Ours(wire.port());
                Client theirs = new Client.Winrm4j(wire.port())) {
            Clocks.medianOf(near ? 300 : 20, ours::ask);
            Clocks.medianOf(near ? 20 : 5, theirs::ask);
            double[] ratios = new double[Measure.ROUNDS];
            double[] us = new double[Measure.ROUNDS];
            double[] them = new double[Measure.ROUNDS];
            for (int i = 0; i < Measure.ROUNDS; i++) {
                us[i] = Clocks.medianOf(near ? 100 : 10, ours::ask);
                them[i] = Clocks.medianOf(near ? 10 : 5, theirs::ask);
                ratios[i] = us[i] / them[i];
            }
            String name = "warm command at " + millis + " ms";
            verdicts.told(name, Unit.TIME, us, "");
            verdicts.told("winrm4j's", Unit.TIME, them, "");
            verdicts.atMost(name + " / winrm4j's", Unit.RATIO, ratios, limit, "");
        }
    }

    /** Eight callers of one host. */
    private static void sideBySide(int port, Verdicts verdicts) throws IOException {
        try (Wire wire = new Wire(port, ROUND_TRIP_MILLIS);
                Client ours = new Client.Ours(wire.port())) {
            int each = 10;
            Runnable eight = () -> together(8, () -> Clocks.medianOf(each, ours::ask));
            eight.run();
            double[] ratios = new double[Measure.ROUNDS];
            for (int i = 0; i < Measure.ROUNDS; i++) {
                double one = Clocks.seconds(() -> Clocks.medianOf(each, ours::ask));
                ratios[i] = 8 * one / Clocks.seconds(eight);
            }
            verdicts.atLeast("throughput of 8 callers on one host at 20 ms / one caller's", Unit.RATIO, ratios, 6, "");
        }
    }

    private static void together(int callers, Runnable work) {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Callable<Object>> calls = new ArrayList<>();
            IntStream.range(0, callers).forEach(i -> calls.add(Executors.callable(work)));
            for (Future<Object> call : pool.invokeAll(calls)) {
                call.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
    }

    /** Requests and bytes, as the wire counts them: headers and sealing included. */
    private static void onTheWire(int port, Verdicts verdicts) throws Exception {
        try (Wire wire = new Wire(port, 0)) {
            try (Client ours = new Client.Ours(wire.port())) {
                ours.ask();
                verdicts.told("first command, requests", Unit.COUNT, wire.requests.get(), "log-ins included");
                verdicts.told("first command, connections", Unit.COUNT, wire.connections.get(), "");
                IntStream.range(0, 20).forEach(i -> ours.ask());
                settle(wire);
                counted("warm command", wire, 20, ours, verdicts);
            }
            try (Client theirs = new Client.Winrm4j(wire.port())) {
                counted("winrm4j's command", wire, 10, theirs, verdicts);
            }
        }
    }

    private static void counted(String name, Wire wire, int times, Client client, Verdicts verdicts) throws InterruptedException {
        wire.reset();
        IntStream.range(0, times).forEach(i -> client.ask());
        settle(wire);
        verdicts.told(name + ", requests", Unit.COUNT, (double) wire.requests.get() / times, "");
        verdicts.told(name + ", bytes up", Unit.BYTES, (double) wire.up.get() / times, "HTTP headers included");
        verdicts.told(name + ", bytes down", Unit.BYTES, (double) wire.down.get() / times, "");
    }

    /** What is sent behind the answer, such as a Signal, counts too. */
    private static void settle(Wire wire) throws InterruptedException {
        long seen = -1;
        while (seen != wire.requests.get()) {
            seen = wire.requests.get();
            Thread.sleep(150);
        }
    }
}
