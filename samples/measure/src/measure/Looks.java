package measure;

import io.quorate.Quorate;
import io.quorate.error.DeadlineExceededException;
import io.quorate.lab.Lab;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * What it costs to look at one machine among many: bytes of request and response bodies, inside TLS, as the lab counts them, until the caller has his
 * answer; what frees the command behind his back is told by itself.
 */
final class Looks {
    private static final int MACHINES = 250;
    private static final int EACH = 5;
    private static final int LOOKS = 60;
    private static final int HOSTS = 2;

    /** Of one question. */
    private static final double LIMIT = 4 << 10;

    private final Lab lab;
    private final VirtualMachineClient vms;
    private final Freeing freeing = new Freeing();

    private Looks(Lab lab, Quorate quorate) {
        this.lab = lab;
        this.vms = quorate.vms(Lab.ENDPOINT);
    }

    static void judge(Verdicts verdicts) {
        try (Lab lab = Lab.builder()
                        .host("HV1")
                        .host("HV2")
                        .virtualMachines("HV1", "left", MACHINES)
                        .virtualMachines("HV2", "right", MACHINES)
                        .start();
                Quorate quorate = lab.connect().build()) {
            new Looks(lab, quorate).measure(verdicts);
        }
    }

    private void measure(Verdicts verdicts) {
        List<VirtualMachine> all = vms.list();
        Bytes list = new Bytes();
        Bytes get = new Bytes();
        Bytes wait = new Bytes();
        Bytes getOff = new Bytes();
        Bytes waitOff = new Bytes();
        for (int round = 0; round < Measure.ROUNDS; round++) {
            // by turns on either host, and never looked at before
            int from = round / 2 * 2 * EACH + (round % 2) * MACHINES;
            List<VirtualMachine> off = all.subList(from, from + EACH);
            List<VirtualMachine> running = all.subList(from + EACH, from + 2 * EACH);
            running.forEach(this::start);
            running.forEach(vm -> freeing.look(() -> vms.get(vm.id())));
            list.count(round, 1, () -> vms.list("HV1"));
            get.count(round, EACH, () -> running.forEach(vm -> vms.get(vm.id())));
            wait.count(round, LOOKS, () -> vain(() -> vms.awaitHeartbeat(running.get(0).id(), Duration.ofSeconds(LOOKS))));
            getOff.count(round, EACH, () -> off.forEach(vm -> vms.get(vm.id())));
            waitOff.count(round, LOOKS, () -> vain(() -> vms.awaitRunning(off.get(0).id(), Duration.ofSeconds(LOOKS))));
        }
        verdicts.told("a command is freed behind the caller's back, bytes up", Unit.BYTES, freeing.up, "in no other figure");
        verdicts.told("the same, bytes down", Unit.BYTES, freeing.down, "");
        list.tell("vms.list of one host", Double.NaN, verdicts);
        get.tell("vms.get(id) of one that runs", LIMIT, verdicts);
        wait.tell("a look of vms.awaitHeartbeat(id)", LIMIT, verdicts);
        // each host and its cluster is asked: another copy may run
        getOff.tell("vms.get(id) of one that is off, both hosts asked", HOSTS * 2 * LIMIT, verdicts);
        waitOff.tell("a look of vms.awaitRunning(id), both hosts asked", HOSTS * 2 * LIMIT, verdicts);
    }

    /** Starts a machine whose guest will not answer. */
    private void start(VirtualMachine machine) {
        lab.hardware(machine.host()).guest(machine.name()).services(false);
        vms.start(machine.id());
    }

    /** Waits for what does not come, in the lab's time: a look a second. */
    private static void vain(Runnable wait) {
        try {
            wait.run();
        } catch (DeadlineExceededException e) {
            return;
        }
        throw new IllegalStateException("it came");
    }

    private void settle() {
        long seen = -1;
        while (seen != lab.bytesDown()) {
            seen = lab.bytesDown();
            LockSupport.parkNanos(100_000_000);
        }
    }

    /** The bytes that come after a command's answer: the most that was ever seen, since they may come before somebody looks. */
    private final class Freeing {
        private long up;
        private long down;

        void look(Runnable command) {
            settle();
            command.run();
            long nowUp = lab.bytesUp();
            long nowDown = lab.bytesDown();
            settle();
            up = Math.max(up, lab.bytesUp() - nowUp);
            down = Math.max(down, lab.bytesDown() - nowDown);
        }
    }

    /** The bytes of something, each way, round by round. */
    private final class Bytes {
        private final double[] up = new double[Measure.ROUNDS];
        private final double[] down = new double[Measure.ROUNDS];

        void count(int round, int times, Runnable work) {
            settle();
            long wasUp = lab.bytesUp();
            long wasDown = lab.bytesDown();
            long commands = lab.requests("Command");
            work.run();
            settle();
            commands = lab.requests("Command") - commands;
            up[round] = (double) (lab.bytesUp() - wasUp - commands * freeing.up) / times;
            down[round] = (double) (lab.bytesDown() - wasDown - commands * freeing.down) / times;
        }

        void tell(String what, double limit, Verdicts verdicts) {
            verdicts.told(what + ", bytes up", Unit.BYTES, up, "");
            if (Double.isNaN(limit)) {
                verdicts.told(what + ", bytes down", Unit.BYTES, down, "");
            } else {
                verdicts.atMost(what + ", bytes down", Unit.BYTES, down, limit, "");
            }
        }
    }
}
