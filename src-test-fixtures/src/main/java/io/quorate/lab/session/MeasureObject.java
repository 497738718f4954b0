package io.quorate.lab.session;

import io.quorate.lab.catalogue.Conversion;
import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.Bound;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Measure-Object: counts, and measures numbers; not the text measures. */
final class MeasureObject extends Stage {
    private final List<Double> numbers = new ArrayList<>();
    private int count;

    @Override
    void process(Bound args) {
        Object input = args.get("InputObject");
        if (!fed() || input == null) {
            return;
        }
        String property = args.texts("Property").stream().findFirst().orElse(null);
        Object value = property == null ? input : NetValue.property(input, property);
        if (property != null && value == null) {
            return;
        }
        count++;
        BigDecimal number = Conversion.decimal(value);
        if (number != null) {
            numbers.add(number.doubleValue());
        }
    }

    @Override
    void end() {
        Bound args = args();
        String type = "Microsoft.PowerShell.Commands.GenericMeasureInfo";
        double sum = numbers.stream().mapToDouble(Double::doubleValue).sum();
        write(new LiveObject(List.of(type, "Microsoft.PowerShell.Commands.MeasureInfo", "System.Object"), type, type)
                .property("Count", PsValue.int32(count))
                .property("Average", given("Average", numbers.isEmpty() ? 0 : sum / numbers.size()))
                .property("Sum", given("Sum", sum))
                .property(
                        "Maximum",
                        given(
                                "Maximum",
                                numbers.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .max()
                                        .orElse(0)))
                .property(
                        "Minimum",
                        given(
                                "Minimum",
                                numbers.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .min()
                                        .orElse(0)))
                .property("StandardDeviation", PsNil.NIL)
                .property(
                        "Property",
                        args.texts("Property").isEmpty()
                                ? PsNil.NIL
                                : PsValue.string(args.texts("Property").get(0))));
    }

    private PsValue given(String name, double value) {
        return args().on(name) && !numbers.isEmpty() ? new PsPrimitive(PsType.DOUBLE, value) : PsNil.NIL;
    }
}
