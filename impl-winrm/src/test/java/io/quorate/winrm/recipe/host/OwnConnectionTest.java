package io.quorate.winrm.recipe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnConnectionTest {
    /** Tells listeners and connections, and keeps what was asked. */
    private static final class Shell implements PowerShell {
        private final List<PsValue> listeners;
        private final List<PsValue> connections;
        private String asked = "";

        Shell(List<PsValue> listeners, PsValue... connections) {
            this.listeners = listeners;
            this.connections = List.of(connections);
        }

        @Override
        public List<PsValue> run(PsPipeline pipeline) {
            pipeline.statements().get(0).get(0).parameters().stream()
                    .filter(parameter -> parameter.name().equals("Filter"))
                    .forEach(filter ->
                            asked = ((PsPrimitive) filter.value()).value().toString());
            return asked.isEmpty() ? listeners : connections;
        }
    }

    private static PsValue listener(PsValue port) {
        return PsObject.of("X").with("Name", PsValue.string("Port")).with("Value", port);
    }

    private static PsValue connection(String local, int port, String remote) {
        return PsObject.of("X")
                .with("LocalAddress", PsValue.string(local))
                .with("LocalPort", PsValue.int32(port))
                .with("RemoteAddress", PsValue.string(remote))
                .with("State", PsValue.int32(5));
    }

    @Test
    void read_looksAtThePortsOfItsListeners() {
        Shell shell = new Shell(
                List.of(listener(PsValue.string("15986")), listener(PsValue.int32(80)), listener(PsValue.int32(80))),
                connection("192.0.2.11", 15_986, "192.0.2.200"));
        OwnConnection own = OwnConnection.read(shell);
        assertThat(shell.asked).isEqualTo("LocalPort = 80 OR LocalPort = 15986");
        assertThat(own.withoutAddresses(List.of("192.0.2.11"))).isEqualTo(OwnConnection.Fate.CUT);
        assertThat(own.withoutAddresses(List.of("192.0.2.12"))).isEqualTo(OwnConnection.Fate.SAFE);
    }

    @Test
    void read_whenNoListenerIsTold_cannotTell() {
        Shell none = new Shell(List.of(), connection("192.0.2.11", 5986, "192.0.2.200"));
        OwnConnection own = OwnConnection.read(none);
        assertThat(own.withoutAddresses(List.of("192.0.2.12"))).isEqualTo(OwnConnection.Fate.UNTOLD);
        assertThat(none.asked).isEmpty();
        assertThat(own.locals()).isEqualTo("an address that cannot be told");

        OwnConnection refused = OwnConnection.read(pipeline -> {
            throw Fault.lasting(ErrorKind.ACCESS_DENIED).because("no");
        });
        assertThat(refused.withoutAddresses(List.of("192.0.2.12"))).isEqualTo(OwnConnection.Fate.UNTOLD);
    }

    @Test
    void read_whenTheAnswerIsLost_isNoAnswer() {
        assertThatThrownBy(() -> OwnConnection.read(pipeline -> {
                    throw Fault.unanswered(ErrorKind.UNREACHABLE).because("lost");
                }))
                .isInstanceOf(Fault.class);
        Shell odd = new Shell(List.of(listener(PsValue.string("http"))));
        assertThatThrownBy(() -> OwnConnection.read(odd)).hasMessageContaining("has the port http");
    }

    @Test
    void without_whenAForwarderMayStandBetween_cannotTellThatItIsSafe() {
        for (String loop : List.of("127.0.0.1", "::1", "192.0.2.11")) {
            OwnConnection own = OwnConnection.read(
                    new Shell(List.of(listener(PsValue.string("5985"))), connection("192.0.2.11", 5985, loop)));
            assertThat(own.withoutAddresses(List.of("192.0.2.12"))).isEqualTo(OwnConnection.Fate.UNTOLD);
            assertThat(own.withoutAddresses(List.of())).isEqualTo(OwnConnection.Fate.SAFE);
        }
    }
}
