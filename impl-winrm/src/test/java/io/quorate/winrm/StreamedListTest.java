package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A list that is read as it is asked for: what is fetched, what is held, and what is left behind, counted by the host. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StreamedListTest {
    private static final String CMDLET = "Hyper-V\\Get-VMHost";
    private static final int LONG = 20_000;

    @TempDir
    static Path folder;

    private static TestIdentity hv1;

    private StubHost host;
    private Quorate quorate;
    private VirtualMachineClient vms;

    @BeforeAll
    static void makeCertificate() {
        hv1 = TestIdentity.create(folder, "hv1");
    }

    @BeforeEach
    void open() {
        host = new StubHost(hv1);
        quorate = Quorate.builder()
                .runtime(new TestRuntime().route("hv1", host.port()))
                .endpoint(
                        "rack",
                        "winrm://hv1",
                        e -> e.credentials(Credentials.basic("admin", Secret.of("canary-canary")))
                                .trust(hv1.authority()))
                .build();
        vms = quorate.vms("rack");
    }

    @AfterEach
    void close() {
        quorate.close();
        host.close();
    }

    private void puttingOut(int many, Function<Integer, PsValue> machine) {
        host.producing(
                CMDLET,
                () -> Stream.concat(
                                Stream.of(Machines.host()),
                                IntStream.range(0, many).mapToObj(machine::apply))
                        .iterator());
    }

    private static PsValue machine(int number) {
        return Machines.machine(number, LONG);
    }

    private long freed() throws InterruptedException {
        host.await(it -> it.commands() == 0);
        return host.count("Signal");
    }

    @Test
    @DisplayName("the stream gives what the list gives, and nothing is asked before it is read")
    void stream_isTheList() throws InterruptedException {
        puttingOut(40, StreamedListTest::machine);
        Stream<VirtualMachine> stream = vms.stream("hv1");
        assertThat(host.actions()).isEmpty();
        List<VirtualMachine> all = stream.toList();
        assertThat(all).hasSize(40).isEqualTo(vms.list("hv1"));
        assertThat(host.count("Command")).isEqualTo(2);
        assertThat(freed()).isEqualTo(2);
        assertThat(host.count("Stop")).isZero();
    }

    @Test
    @DisplayName("the host is asked for more when what came together has been read, not before")
    void stream_fetchesWhatIsRead() {
        puttingOut(60, StreamedListTest::machine);
        try (Stream<VirtualMachine> stream = vms.stream("hv1")) {
            Iterator<VirtualMachine> machines = stream.iterator();
            List<Long> receives = new ArrayList<>();
            while (machines.hasNext()) {
                machines.next();
                receives.add(host.count("Receive"));
            }
            assertThat(receives).hasSize(60);
            assertThat(receives.get(0)).isEqualTo(1);
            assertThat(receives.get(10)).as("of 15 in a Receive").isEqualTo(1);
            assertThat(receives.get(59)).isBetween(3L, 6L);
        }
    }

    @Test
    @DisplayName("closing in the middle stops the pipeline and frees it; the pool stays for the next command")
    void close_inTheMiddle_stopsThePipelineAndKeepsThePool() throws InterruptedException {
        puttingOut(Integer.MAX_VALUE, StreamedListTest::machine);
        try (Stream<VirtualMachine> stream = vms.stream("hv1")) {
            assertThat(stream.limit(20)).hasSize(20);
        }
        assertThat(freed()).isEqualTo(1);
        assertThat(host.count("Stop")).isEqualTo(1);
        puttingOut(1, StreamedListTest::machine);
        assertThat(vms.list("hv1")).hasSize(1);
        assertThat(host.count("Create")).isEqualTo(1);
    }

    @Test
    @DisplayName("what breaks in the middle ends the stream: nothing is repeated, so nothing comes twice")
    void stream_thatBreaks_givesNothingTwice() {
        puttingOut(60, StreamedListTest::machine);
        List<String> names = new ArrayList<>();
        try (Stream<VirtualMachine> stream = vms.stream("hv1")) {
            assertThatThrownBy(() -> stream.forEach(vm -> {
                        names.add(vm.name());
                        if (names.size() == 3) {
                            host.restart();
                        }
                    }))
                    .isInstanceOf(QuorateException.class)
                    .hasMessageStartingWith("vm.stream of ");
        }
        assertThat(names).hasSizeBetween(3, 30).doesNotHaveDuplicates();
        assertThat(host.count("Command")).isEqualTo(1);
    }

    @Test
    @DisplayName("until the first piece has come it is repeated like any other read")
    void stream_thatDoesNotBegin_isRepeated() {
        puttingOut(2, StreamedListTest::machine);
        host.next("Command", StubHost.Mishap.CUT_BEFORE);
        assertThat(vms.stream("hv1")).hasSize(2);
        assertThat(host.count("Command")).isEqualTo(2);
    }

    @Test
    @DisplayName("what came before an error is given out, then the error is thrown")
    void stream_thatFails_givesWhatCameBefore() throws InterruptedException {
        puttingOut(5, number -> number == 4 ? StubHost.FAILURE : machine(number));
        List<String> names = new ArrayList<>();
        assertThatThrownBy(() -> vms.stream("hv1").forEach(vm -> names.add(vm.name())))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("Zugriff verweigert");
        assertThat(names).hasSize(4);
        assertThat(freed()).isEqualTo(1);
    }

    @Test
    @DisplayName("a list without the control read proves nothing, and is no empty stream")
    void stream_withoutTheControl_isABadReply() {
        host.producing(CMDLET, () -> List.<PsValue>of().iterator());
        assertThatThrownBy(() -> vms.stream("hv1").count())
                .isInstanceOf(QuorateException.class)
                .hasMessageContaining("proves nothing");
    }

    @Test
    @DisplayName("an interrupt ends the wait, keeps the thread's status, and leaves nothing on the host")
    void interrupt_endsTheStream() throws InterruptedException {
        puttingOut(100, number -> number == 20 ? null : machine(number));
        List<String> names = new ArrayList<>();
        try (Stream<VirtualMachine> stream = vms.stream("hv1")) {
            assertThatThrownBy(() -> stream.forEach(vm -> {
                        names.add(vm.name());
                        if (names.size() == 20) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(QuorateException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(names).hasSize(20);
        host.await(it -> it.commands() == 0 || it.shells() == 0);
    }

    @Test
    @DisplayName(
            "a stream that nobody closes has its place until the client is closed, which ends it and leaves nothing")
    void stream_thatIsNotClosed_endsWithTheClient() throws InterruptedException {
        puttingOut(Integer.MAX_VALUE, StreamedListTest::machine);
        Iterator<VirtualMachine> open = vms.stream("hv1").iterator();
        assertThat(open.next().name()).isNotEmpty();
        assertThat(host.commands()).isEqualTo(1);
        quorate.close();
        host.await(it -> it.shells() == 0);
        assertThatThrownBy(() -> {
                    while (open.hasNext()) {
                        open.next();
                    }
                })
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("Quorate was closed");
    }
}
