import io.quorate.*
import io.quorate.cluster.*
import io.quorate.vm.*
import io.quorate.host.*
import io.quorate.storage.*
import io.quorate.flow.*
import io.quorate.lab.*
import io.quorate.samples.*

void table(Collection<? extends Record> rows) { System.out.print(Table.of(rows)); }
void story() { System.out.print(Story.run(42).print()); }
