package io.quorate.lab;

import io.quorate.lab.kernel.World;
import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.Invocation;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A cmdlet that a user of the lab answers. */
record OwnCmdlet(String cmdlet, Consumer<CmdletCall> rule, World world) implements CmdletRule {
    private static final int COR_E_EXCEPTION = 0x80131500;

    @Override
    public void run(Invocation call) {
        rule.accept(new Call(call, world));
    }

    private record Call(Invocation invocation, World world) implements CmdletCall {
        @Override
        public String host() {
            return invocation.caller().host();
        }

        @Override
        public String user() {
            return invocation.caller().user();
        }

        @Override
        public boolean has(String parameter) {
            return invocation.args().has(parameter);
        }

        @Override
        public Optional<String> text(String parameter) {
            return Optional.ofNullable(invocation.args().text(parameter));
        }

        @Override
        public List<String> texts(String parameter) {
            return invocation.args().texts(parameter);
        }

        @Override
        public OptionalLong number(String parameter) {
            Long number = Values.number(invocation.args().get(parameter));
            return number == null ? OptionalLong.empty() : OptionalLong.of(number);
        }

        @Override
        public boolean on(String parameter) {
            return invocation.args().on(parameter);
        }

        @Override
        public boolean stopped() {
            return invocation.stopped();
        }

        @Override
        public void write(Object value) {
            invocation.write(live(value));
        }

        @Override
        public void warning(String text) {
            invocation.writeWarning(text);
        }

        @Override
        public void error(String id, String category, String text) {
            invocation.writeError(failure(id, category, text));
        }

        @Override
        public LabError failure(String id, String category, String text) {
            return new LabError(
                    id,
                    category,
                    null,
                    List.of(new LabError.NetException("System.Exception", text, COR_E_EXCEPTION, null)));
        }
    }

    private static Object live(Object value) {
        if (value instanceof LabObject object) {
            LiveObject live = new LiveObject(List.of(object.type(), "System.Object"), object, object.text());
            object.properties().forEach((name, property) -> live.property(name, live(property)));
            return live;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(OwnCmdlet::live).toList();
        }
        if (value instanceof String text) {
            return PsValue.string(text);
        }
        if (value instanceof Boolean truth) {
            return PsValue.bool(truth);
        }
        if (value instanceof Integer number) {
            return PsValue.int32(number);
        }
        if (value instanceof Long number) {
            return PsValue.int64(number);
        }
        throw new IllegalArgumentException(
                "a pipeline carries LabObject, String, Boolean, Integer, Long and lists, not "
                        + value.getClass().getName());
    }
}
