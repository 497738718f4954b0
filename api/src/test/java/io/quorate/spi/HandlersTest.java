package io.quorate.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.host.command.GetService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HandlersTest {
    private static final String HERE = HandlersTest.class.getPackageName();
    private static final String HOST = GetService.class.getPackageName();

    private record Ask() implements ReadCommand<String> {
        @Override
        public String name() {
            return "test.ask";
        }

        @Override
        public Target target() {
            return new Target("test", "one");
        }
    }

    private static final class Asking implements Handler<Ask, String, String> {
        @Override
        public Class<Ask> handles() {
            return Ask.class;
        }

        @Override
        public String run(Ask command, String link) {
            return "answered by " + link;
        }

        @Override
        public List<? extends Step> steps(Ask command, String link) {
            return List.of();
        }

        @Override
        public List<? extends Step> foreseen(Ask command, String host) {
            return List.of();
        }
    }

    private final List<String> made = new ArrayList<>();

    private Supplier<List<Handler<?, ?, String>>> room(String name, Asking... handlers) {
        return () -> {
            made.add(name);
            return List.of(handlers);
        };
    }

    @Test
    @DisplayName("handlers are made when the first command of their package is asked for, once, and no others")
    void inRooms_makesWhatIsAskedFor() {
        Handlers<String> handlers = Handlers.inRooms("Test", Map.of(HERE, room(HERE, new Asking()), HOST, room(HOST)));
        assertThat(made).isEmpty();

        assertThat(handlers.of(new Ask()).run(new Ask(), "it")).isEqualTo("answered by it");
        assertThat(handlers.missingFor(new Ask())).isEmpty();
        assertThat(made).containsExactly(HERE);

        assertThat(handlers.missingFor(new GetService("SQL1", "W32Time")))
                .containsExactly("Test has no way to do host.service.get");
        assertThat(handlers.commands()).containsExactly(Ask.class);
        assertThat(handlers.all()).hasSize(1);
        assertThat(made).containsExactly(HERE, HOST);
    }

    @Test
    void inRooms_withACommandOfAnotherPackage_saysSo() {
        Handlers<String> handlers = Handlers.inRooms("Test", Map.of(HOST, room(HOST, new Asking())));
        assertThatThrownBy(handlers::all)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a command of " + HOST + ": " + Ask.class);
    }

    @Test
    void of_withTwoHandlersForOneCommand_saysSoAtOnce() {
        assertThatThrownBy(() -> Handlers.of("Test", List.of(new Asking(), new Asking())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two handlers for " + Ask.class);
        assertThat(Handlers.of("Test", List.of(new Asking())).commands()).containsExactly(Ask.class);
    }
}
