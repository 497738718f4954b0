package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.call.Order;
import io.quorate.directory.DirectoryClient;
import io.quorate.directory.DirectoryMachine;
import io.quorate.directory.DnsInterface;
import io.quorate.directory.NamedAccount;
import io.quorate.directory.ServiceName;
import io.quorate.error.QuorateException;
import io.quorate.lab.Lab;
import io.quorate.lab.Sweep;
import io.quorate.lab.kernel.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Service principal names and DNS servers over IPv6, cut off at their requests and asked for again. */
class DirectoryCutsThroughLabTest {
    private static final String LAN = "Ethernet";
    private static final ServiceName WEB = new ServiceName("HTTP/web.lab.example", "svc-web");
    private static final ServiceName OLD = new ServiceName("HTTP/web.lab.example", "svc-old");
    private static final Consent CONSENT = Consent.to("HTTP/web.lab.example on svc-old", "a test");
    private static final List<String> SIX = List.of("fd00::11", "fd00::12");

    private static Lab lab;
    private Quorate quorate;

    @BeforeAll
    static void build() {
        lab = Lab.builder()
                .host("DC1")
                .host("HV1")
                .domain(
                        "lab.example",
                        domain -> domain.controller("DC1", "10.0.0.11")
                                .service("HTTP/other.lab.example", "svc-web")
                                .service("HTTP/else.lab.example", "svc-old"))
                .start();
    }

    @AfterAll
    static void tearDown() {
        lab.close();
    }

    @BeforeEach
    void connect() {
        quorate = lab.connect().build();
    }

    @AfterEach
    void close() {
        lab.faults().clear();
        quorate.close();
    }

    private DirectoryClient directory() {
        return quorate.directory(Lab.ENDPOINT);
    }

    private DirectoryMachine machine() {
        return directory().machine("HV1");
    }

    /** What is done, and how the world is before it. Each may be asked for again. */
    enum Deed {
        ADD_NAME {
            @Override
            void prepare(DirectoryCutsThroughLabTest test) {
                lab.directory().withoutServiceName("svc-web", WEB.name());
            }

            @Override
            boolean run(DirectoryCutsThroughLabTest test) {
                return test.directory().ensureServiceName("DC1", WEB).changed();
            }
        },
        REMOVE_NAME {
            @Override
            void prepare(DirectoryCutsThroughLabTest test) {
                lab.directory().withoutServiceName("svc-web", WEB.name());
                lab.directory().serviceName("svc-old", WEB.name());
            }

            @Override
            boolean run(DirectoryCutsThroughLabTest test) {
                return test.directory().removeServiceName("DC1", OLD, CONSENT);
            }
        },
        MEND_NAMES {
            @Override
            void prepare(DirectoryCutsThroughLabTest test) {
                REMOVE_NAME.prepare(test);
            }

            @Override
            boolean run(DirectoryCutsThroughLabTest test) {
                boolean changed = false;
                for (Order<?> order : test.directory().mendServiceNames("DC1", List.of(WEB))) {
                    changed |= test.quorate.run(order.with(CONSENT)).changed();
                }
                return changed;
            }
        },
        DNS_OVER_IPV6 {
            @Override
            void prepare(DirectoryCutsThroughLabTest test) {
                lab.directory().dnsServers("HV1", LAN, List.of("fd00::99"));
            }

            @Override
            boolean run(DirectoryCutsThroughLabTest test) {
                return test.machine().ensureDnsServers(LAN, SIX).changed();
            }
        },
        DNS_OVER_BOTH {
            @Override
            void prepare(DirectoryCutsThroughLabTest test) {
                lab.directory().dnsServers("HV1", LAN, List.of("10.0.0.99"));
                DNS_OVER_IPV6.prepare(test);
            }

            @Override
            boolean run(DirectoryCutsThroughLabTest test) {
                List<String> all = new ArrayList<>(List.of("10.0.0.11", "10.0.0.12"));
                all.addAll(SIX);
                return test.machine().ensureDnsServers(LAN, all).changed();
            }
        };

        abstract void prepare(DirectoryCutsThroughLabTest test);

        abstract boolean run(DirectoryCutsThroughLabTest test);
    }

    /** How it is cut off, and at which request. */
    private record Cut(int number, boolean carriedOut, boolean clientDies) {}

    private static Stream<Cut> cuts(int requests) {
        List<Cut> all = new ArrayList<>();
        for (int number = 1; number <= requests; number++) {
            all.add(new Cut(number, true, false));
            all.add(new Cut(number, false, false));
            all.add(new Cut(number, true, true));
        }
        return Sweep.of(53, all);
    }

    private String stand() {
        List<NamedAccount> accounts = directory().serviceNames("DC1");
        DnsInterface lan = machine().dnsInterfaces().get(0);
        return accounts.stream()
                        .sorted(Comparator.comparing(NamedAccount::account))
                        .toList() + " " + lan.servers() + " " + lan.servers6();
    }

    /** What cmdlets changed in the world. */
    private static List<String> steps(String before) {
        return lab.trace()
                .substring(before.length())
                .lines()
                .filter(line -> line.contains("[Set-"))
                .toList();
    }

    private int counted(Deed deed) {
        AtomicInteger requests = new AtomicInteger();
        lab.faults()
                .when("nothing, only counted", request -> {
                    requests.incrementAndGet();
                    return false;
                })
                .optional()
                .resetBefore();
        assertThat(deed.run(this)).isTrue();
        lab.faults().clear();
        return requests.get();
    }

    private AtomicInteger declare(Cut cut) {
        AtomicInteger seen = new AtomicInteger();
        Faults.Declaration declaration = lab.faults()
                .when("request " + cut.number(), request -> {
                    int now = seen.incrementAndGet();
                    return cut.clientDies() ? now >= cut.number() : now == cut.number();
                })
                .optional();
        if (cut.clientDies()) {
            declaration.always();
        }
        if (cut.carriedOut()) {
            declaration.resetAfter();
        } else {
            declaration.resetBefore();
        }
        return seen;
    }

    @ParameterizedTest
    @EnumSource(Deed.class)
    @DisplayName("cut off at a request and asked for again, it ends in the same world, done once; then nothing is sent")
    void cut_atARequest_isDoneOnce(Deed deed) {
        deed.prepare(this);
        String before = lab.trace();
        int requests = counted(deed);
        String wanted = stand();
        List<String> once = steps(before);
        assertThat(once).isNotEmpty();
        List<Cut> reached = new ArrayList<>();
        cuts(requests).forEach(cut -> {
            deed.prepare(this);
            String start = lab.trace();
            AtomicInteger came = declare(cut);
            String first = cut + ", the first run went through";
            try {
                deed.run(this);
            } catch (QuorateException told) {
                first = cut + ", the first run: " + told.getMessage();
            }
            if (came.get() >= cut.number()) {
                reached.add(cut);
            }
            lab.faults().clear();
            if (cut.clientDies()) {
                quorate.close();
                quorate = lab.connect().build();
            }
            lab.advance(Duration.ofMinutes(2));
            deed.run(this);

            assertThat(stand()).as(first).isEqualTo(wanted);
            assertThat(steps(start)).as(first).hasSameSizeAs(once);
            long changing = lab.changingRequests();
            assertThat(deed.run(this)).as(first).isFalse();
            assertThat(lab.changingRequests()).as(first).isEqualTo(changing);
        });
        assertThat(reached).as("it was cut off indeed").isNotEmpty();
    }
}
