package io.quorate.winrm;

import com.sun.management.OperatingSystemMXBean;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.vm.VirtualMachine;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads a long list in a Java process of its own, whose heap is bounded from outside, client and host together. */
final class StreamHeap {
    /** How long a machine's name is. */
    static final int LENGTH = 40_000;

    private StreamHeap() {}

    /** @param args where certificates are, {@code stream} or {@code list}, and how many machines there are */
    public static void main(String[] args) {
        int many = Integer.parseInt(args[2]);
        TestIdentity hv1 = TestIdentity.create(Path.of(args[0]), "hv1");
        try (StubHost host = new StubHost(hv1);
                Quorate quorate = Quorate.builder()
                        .runtime(new TestRuntime().route("hv1", host.port()))
                        .endpoint(
                                "rack",
                                "winrm://hv1",
                                e -> e.credentials(Credentials.basic("admin", Secret.of("canary-canary")))
                                        .trust(hv1.authority()))
                        .build()) {
            host.producing(
                    "Hyper-V\\Get-VMHost",
                    () -> Stream.concat(
                                    Stream.of(Machines.host()),
                                    IntStream.range(0, many).mapToObj(number -> Machines.machine(number, LENGTH)))
                            .iterator());
            long characters;
            try (Stream<VirtualMachine> machines = args[1].equals("stream")
                    ? quorate.vms("rack").stream("hv1")
                    : quorate.vms("rack").list("hv1").stream()) {
                characters = machines.mapToLong(vm -> vm.name().length()).sum();
            }
            OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            System.out.println("characters=" + characters + " receives=" + host.count("Receive") + " cpu="
                    + process.getProcessCpuTime() / 1_000_000 + " ms");
        } catch (OutOfMemoryError e) {
            System.out.println("out of memory");
        }
    }
}
