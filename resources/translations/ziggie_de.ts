<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>No requests yet</source>
        <translation>Noch keine Anfragen</translation>
    </message>
    <message>
        <source>Point a program at {url}: each request shows up here with its route and reason.</source>
        <translation>Richten Sie ein Programm auf {url}: Jede Anfrage erscheint hier mit Weg und Grund.</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>Beide Seiten</translation>
    </message>
    <message>
        <source>Any outcome</source>
        <translation>Jeder Ausgang</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Fell back</source>
        <translation>Ausgewichen</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>Looking into the ledger…</source>
        <translation>Es wird in den Büchern nachgesehen…</translation>
    </message>
    <message>
        <source>No request is like that</source>
        <translation>Keine Anfrage ist so</translation>
    </message>
    <message>
        <source>Choose another filter or a longer period.</source>
        <translation>Wähle einen anderen Filter oder einen längeren Zeitraum.</translation>
    </message>
    <message>
        <source>{first} to {last}, the newest first</source>
        <translation>{first} bis {last}, die neueste zuerst</translation>
    </message>
    <message>
        <source>All components</source>
        <translation>Alle Komponenten</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>Failed · {model}</source>
        <translation>Gescheitert · {model}</translation>
    </message>
    <message>
        <source>Hung up · {model}</source>
        <translation>Aufgelegt · {model}</translation>
    </message>
    <message>
        <source>Simulated · {model}</source>
        <translation>Simuliert · {model}</translation>
    </message>
    <message>
        <source>Local · {model}</source>
        <translation>Lokal · {model}</translation>
    </message>
    <message>
        <source>Cloud · {model}</source>
        <translation>Cloud · {model}</translation>
    </message>
    <message>
        <source>fell back from {side}: {reason}</source>
        <translation>statt {side}: {reason}</translation>
    </message>
    <message>
        <source>no reason</source>
        <translation>ohne Grund</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Priority and level</source>
        <translation>Priorität und Stufe</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Verlangt</translation>
    </message>
    <message>
        <source>Answered by</source>
        <translation>Beantwortet von</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Weshalb</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Tokens in and out</source>
        <translation>Token hinein und heraus</translation>
    </message>
    <message>
        <source>From the cache</source>
        <translation>Aus dem Cache</translation>
    </message>
    <message>
        <source>First token after</source>
        <translation>Erstes Token nach</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Loading took</source>
        <translation>Laden dauerte</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>List price</source>
        <translation>Listenpreis</translation>
    </message>
    <message>
        <source>In the cloud it would cost</source>
        <translation>In der Cloud würde es kosten</translation>
    </message>
    <message>
        <source>Their id</source>
        <translation>Id der Antwort</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Hung up</source>
        <translation>Aufgelegt</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Lokal</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Cloud</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>Net savings today</source>
        <translation>Netto gespart heute</translation>
    </message>
    <message>
        <source>Net savings this month</source>
        <translation>Netto gespart diesen Monat</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Open routing</source>
        <translation>Routing öffnen</translation>
    </message>
    <message>
        <source>Answered locally today</source>
        <translation>Heute lokal beantwortet</translation>
    </message>
    <message>
        <source>No requests yet today</source>
        <translation>Heute noch keine Anfragen</translation>
    </message>
    <message numerus="yes">
        <source>{part} of %Ln request(s)</source>
        <translation>
            <numerusform>{part} von %Ln Anfrage</numerusform>
            <numerusform>{part} von %Ln Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln fell back</source>
        <translation>
            <numerusform>%Ln ausgewichen</numerusform>
            <numerusform>%Ln ausgewichen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing booked yet</source>
        <translation>Noch nichts gebucht</translation>
    </message>
    <message>
        <source>gross {gross}</source>
        <translation>brutto {gross}</translation>
    </message>
    <message>
        <source>electricity {cost}</source>
        <translation>Strom {cost}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) without a price</source>
        <translation>
            <numerusform>%Ln Anfrage ohne Preis</numerusform>
            <numerusform>%Ln Anfragen ohne Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>energy not measured</source>
        <translation>Energie nicht gemessen</translation>
    </message>
    <message>
        <source>no electricity price set</source>
        <translation>kein Strompreis eingestellt</translation>
    </message>
    <message>
        <source>a part of it is unknown</source>
        <translation>ein Teil davon ist unbekannt</translation>
    </message>
    <message>
        <source>VRAM</source>
        <translation>VRAM</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>fan {percent} %</source>
        <translation>Lüfter {percent} %</translation>
    </message>
    <message>
        <source>GPU power</source>
        <translation>GPU-Leistung</translation>
    </message>
    <message>
        <source>Looking for a GPU</source>
        <translation>Suche nach einer GPU</translation>
    </message>
    <message>
        <source>GPU figures are unknown</source>
        <translation>GPU-Werte sind unbekannt</translation>
    </message>
    <message>
        <source>GPU figures are unknown: the GPU no longer answers</source>
        <translation>GPU-Werte sind unbekannt: Die GPU antwortet nicht mehr</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>local</source>
        <translation>lokal</translation>
    </message>
    <message>
        <source>cloud</source>
        <translation>Cloud</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>nicht beantwortet</translation>
    </message>
    <message>
        <source>No requests yet today.</source>
        <translation>Heute noch keine Anfragen.</translation>
    </message>
    <message>
        <source>None. Each request today was answered by its first choice.</source>
        <translation>Keine. Jede Anfrage heute wurde von ihrer ersten Wahl beantwortet.</translation>
    </message>
    <message>
        <source>Asking the service for what it kept…</source>
        <translation>Der Dienst wird nach dem Aufgezeichneten gefragt…</translation>
    </message>
    <message>
        <source>Measured by the driver. Where nothing was read, the line has a gap.</source>
        <translation>Vom Treiber gemessen. Wo nichts gelesen wurde, hat die Linie eine Lücke.</translation>
    </message>
    <message>
        <source>Measured by the driver, means of {time}. Where nothing was read, the line has a gap.</source>
        <translation>Vom Treiber gemessen, Mittel über {time}. Wo nichts gelesen wurde, hat die Linie eine Lücke.</translation>
    </message>
    <message>
        <source>driver {version}</source>
        <translation>Treiber {version}</translation>
    </message>
    <message>
        <source>power limit {limit}</source>
        <translation>Leistungsgrenze {limit}</translation>
    </message>
    <message>
        <source>tells no limit; most slow down at {limit}</source>
        <translation>nennt keine Grenze; die meisten drosseln bei {limit}</translation>
    </message>
    <message>
        <source>Slowed down: {reasons}</source>
        <translation>Gedrosselt: {reasons}</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>Load</source>
        <comment>how busy the GPU is</comment>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>unknown program</source>
        <translation>unbekanntes Programm</translation>
    </message>
    <message>
        <source>process {pid}</source>
        <translation>Prozess {pid}</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen …</translation>
    </message>
    <message>
        <source>Unloading…</source>
        <translation>Wird entladen …</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>Wird entfernt …</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>Noch keine Modelle</translation>
    </message>
    <message>
        <source>Models are unknown</source>
        <translation>Modelle sind unbekannt</translation>
    </message>
    <message>
        <source>They can be listed while the engine runs.</source>
        <translation>Sie lassen sich auflisten, während die Engine läuft.</translation>
    </message>
    <message>
        <source>In one sentence: what can you help me with?</source>
        <translation>In einem Satz: Wobei kannst du mir helfen?</translation>
    </message>
    <message>
        <source>Ollama, which runs the models</source>
        <translation>Ollama, das die Modelle ausführt</translation>
    </message>
    <message>
        <source>What this machine can do</source>
        <translation>Was dieser Rechner kann</translation>
    </message>
    <message>
        <source>A first model</source>
        <translation>Ein erstes Modell</translation>
    </message>
    <message>
        <source>A Claude key, or none</source>
        <translation>Ein Claude-Schlüssel, oder keiner</translation>
    </message>
    <message>
        <source>A test question</source>
        <translation>Eine Testfrage</translation>
    </message>
    <message>
        <source>Your first program</source>
        <translation>Ihr erstes Programm</translation>
    </message>
    <message>
        <source>{done} of {all} done</source>
        <translation>{done} von {all} erledigt</translation>
    </message>
    <message>
        <source>Leave for later</source>
        <translation>Später weiter</translation>
    </message>
    <message>
        <source>Done, to the dashboard</source>
        <translation>Fertig, zur Übersicht</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übergangen</translation>
    </message>
    <message>
        <source>Cancel the installation</source>
        <translation>Die Installation abbrechen</translation>
    </message>
    <message>
        <source>Installing Ollama</source>
        <translation>Ollama wird installiert</translation>
    </message>
    <message>
        <source>Ollama {version} answers at {url}</source>
        <translation>Ollama {version} antwortet unter {url}</translation>
    </message>
    <message>
        <source>There is no Ollama on this machine. Ziggie can install it for you alone: it is downloaded from its makers, checked, and can be removed again.</source>
        <translation>Auf diesem Rechner gibt es kein Ollama. Ziggie kann es für Sie allein installieren: Es wird von seinen Herstellern geladen, geprüft und lässt sich wieder entfernen.</translation>
    </message>
    <message>
        <source>Install Ollama</source>
        <translation>Ollama installieren</translation>
    </message>
    <message>
        <source>Ollama is starting. This takes a few seconds.</source>
        <translation>Ollama startet. Das dauert ein paar Sekunden.</translation>
    </message>
    <message>
        <source>Looking for a GPU…</source>
        <translation>Eine GPU wird gesucht …</translation>
    </message>
    <message>
        <source>Recommended here: {model}, {size} to download, {memory} of memory ({source}).</source>
        <translation>Hier empfohlen: {model}, {size} Download, {memory} Speicher ({source}).</translation>
    </message>
    <message>
        <source>A name from ollama.com/library, for example {name}</source>
        <translation>Ein Name aus ollama.com/library, zum Beispiel {name}</translation>
    </message>
    <message>
        <source>See all models</source>
        <translation>Alle Modelle ansehen</translation>
    </message>
    <message>
        <source>Claude is asked where a local model cannot answer</source>
        <translation>Claude wird gefragt, wo kein lokales Modell antworten kann</translation>
    </message>
    <message>
        <source>The cloud is simulated: {url}</source>
        <translation>Die Cloud ist simuliert: {url}</translation>
    </message>
    <message>
        <source>The key is being kept…</source>
        <translation>Der Schlüssel wird verwahrt …</translation>
    </message>
    <message>
        <source>With a key Claude answers what no local model can, and takes over when one fails. It is kept in the system&apos;s keyring. Without one everything stays on this machine.</source>
        <translation>Mit einem Schlüssel antwortet Claude, wo kein lokales Modell es kann, und springt ein, wenn eines ausfällt. Er liegt im Schlüsselbund des Systems. Ohne ihn bleibt alles auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Answered by {model}, {side}: {reason}</source>
        <translation>Beantwortet von {model}, {side}: {reason}</translation>
    </message>
    <message>
        <source>It goes the way that a program&apos;s request goes; the first answer loads the model.</source>
        <translation>Sie geht den Weg, den die Anfrage eines Programms geht; die erste Antwort lädt das Modell.</translation>
    </message>
    <message>
        <source>It needs a model, or a Claude key.</source>
        <translation>Dazu braucht es ein Modell oder einen Claude-Schlüssel.</translation>
    </message>
    <message>
        <source>Give the program this address and a token of its own: its use is then booked under its name. The program itself stays as it is.</source>
        <translation>Geben Sie dem Programm diese Adresse und ein eigenes Token: Dann wird sein Verbrauch unter seinem Namen verbucht. Das Programm selbst bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Copy the token now: it is not shown again once you leave this page.</source>
        <translation>Kopieren Sie das Token jetzt: Es wird nicht wieder gezeigt, wenn Sie diese Seite verlassen.</translation>
    </message>
    <message>
        <source>Tokens: {names}</source>
        <translation>Token: {names}</translation>
    </message>
    <message>
        <source>The engine must run before a model can be fetched</source>
        <translation>Die Engine muss laufen, damit ein Modell geholt werden kann</translation>
    </message>
    <message>
        <source>Write the name of a model first</source>
        <translation>Schreiben Sie zuerst den Namen eines Modells</translation>
    </message>
    <message>
        <source>A model&apos;s name has letters, digits and . _ : / @ - only</source>
        <translation>Der Name eines Modells hat nur Buchstaben, Ziffern und . _ : / @ -</translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) · at least {size} on disk</source>
        <translation>
            <numerusform>%Ln Modell · mindestens {size} auf der Platte</numerusform>
            <numerusform>%Ln Modelle · mindestens {size} auf der Platte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) · {size} on disk</source>
        <translation>
            <numerusform>%Ln Modell · {size} auf der Platte</numerusform>
            <numerusform>%Ln Modelle · {size} auf der Platte</numerusform>
        </translation>
    </message>
    <message>
        <source>{length} context</source>
        <translation>{length} Kontext</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Entladen</translation>
    </message>
    <message>
        <source>Unload {model}</source>
        <translation>{model} entladen</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation>Einbettungen</translation>
    </message>
    <message>
        <source>thinking</source>
        <translation>Nachdenken</translation>
    </message>
    <message>
        <source>fills in</source>
        <translation>füllt ein</translation>
    </message>
    <message>
        <source>Pinning…</source>
        <translation>Wird festgehalten …</translation>
    </message>
    <message>
        <source>Releasing…</source>
        <translation>Wird freigegeben …</translation>
    </message>
    <message>
        <source>Get one by its name, or one of those below. The cloud answers until then.</source>
        <translation>Holen Sie eines über seinen Namen oder eines von unten. Bis dahin antwortet die Cloud.</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt …</translation>
    </message>
    <message>
        <source>Look for updates</source>
        <translation>Nach Neuem sehen</translation>
    </message>
    <message>
        <source>Update all</source>
        <translation>Alle erneuern</translation>
    </message>
    <message>
        <source>Verify all</source>
        <translation>Alle prüfen</translation>
    </message>
    <message>
        <source>Verify all models</source>
        <translation>Alle Modelle prüfen</translation>
    </message>
    <message>
        <source>everything else {memory}</source>
        <translation>alles andere {memory}</translation>
    </message>
    <message>
        <source>free {memory}</source>
        <translation>frei {memory}</translation>
    </message>
    <message>
        <source>{used} of {whole}</source>
        <translation>{used} von {whole}</translation>
    </message>
    <message>
        <source>Load {model}</source>
        <translation>{model} laden</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Remove {model}</source>
        <translation>{model} entfernen</translation>
    </message>
    <message>
        <source>No longer keep it loaded</source>
        <translation>Nicht mehr geladen halten</translation>
    </message>
    <message>
        <source>Keep it loaded, after a restart too</source>
        <translation>Geladen halten, auch nach einem Neustart</translation>
    </message>
    <message>
        <source>Verify its files</source>
        <translation>Seine Dateien prüfen</translation>
    </message>
    <message>
        <source>Copy to a second name…</source>
        <translation>Unter zweitem Namen kopieren …</translation>
    </message>
    <message>
        <source>Get the newer version</source>
        <translation>Neuere Fassung holen</translation>
    </message>
    <message>
        <source>Does not leave</source>
        <translation>Geht nicht</translation>
    </message>
    <message>
        <source>Leaving</source>
        <translation>Geht gerade</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Geladen</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Gehalten</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>festgehalten</translation>
    </message>
    <message>
        <source>not used through Ziggie</source>
        <translation>nicht über Ziggie genutzt</translation>
    </message>
    <message>
        <source>last used until {day} by {component}</source>
        <translation>zuletzt bis {day} von {component} genutzt</translation>
    </message>
    <message>
        <source>last used {day} by {component}</source>
        <translation>zuletzt am {day} von {component} genutzt</translation>
    </message>
    <message>
        <source>last used {time} ago by {component}</source>
        <translation>zuletzt vor {time} von {component} genutzt</translation>
    </message>
    <message>
        <source>runs on the CPU</source>
        <translation>läuft auf der CPU</translation>
    </message>
    <message>
        <source>{share} on the GPU</source>
        <translation>{share} auf der GPU</translation>
    </message>
    <message>
        <source>{memory} of VRAM</source>
        <translation>{memory} VRAM</translation>
    </message>
    <message>
        <source>kept loaded</source>
        <translation>bleibt geladen</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>bis {time}</translation>
    </message>
    <message>
        <source>its files</source>
        <translation>seine Dateien</translation>
    </message>
    <message>
        <source>This deletes {held} from this machine. To use it again it must be downloaded again.</source>
        <translation>Das löscht {held} von diesem Rechner. Um es wieder zu nutzen, muss es neu geladen werden.</translation>
    </message>
    <message>
        <source>It is loaded now and will be unloaded.</source>
        <translation>Es ist gerade geladen und wird entladen.</translation>
    </message>
    <message>
        <source>Remove {model}?</source>
        <translation>{model} entfernen?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>This deletes {names} from this machine: {held} at most. To use one of them again it must be downloaded again. One that was used in the meantime stays.</source>
        <translation>Das löscht {names} von diesem Rechner: höchstens {held}. Um eines davon wieder zu nutzen, muss es neu heruntergeladen werden. Was inzwischen genutzt wurde, bleibt.</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln unused model(s)?</source>
        <translation>
            <numerusform>%Ln ungenutztes Modell entfernen?</numerusform>
            <numerusform>%Ln ungenutzte Modelle entfernen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel {model}</source>
        <translation>{model} abbrechen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Pause {model}</source>
        <translation>{model} anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resume {model}</source>
        <translation>{model} fortsetzen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Try {model} again</source>
        <translation>{model} noch einmal versuchen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>In der Reihe</translation>
    </message>
    <message>
        <source>The download failed</source>
        <translation>Der Download ist gescheitert</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Download {model} now</source>
        <translation>{model} jetzt herunterladen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Queued, place {place}</source>
        <translation>Wartet, Platz {place}</translation>
    </message>
    <message>
        <source>To the front</source>
        <translation>Ganz nach vorn</translation>
    </message>
    <message>
        <source>One forward</source>
        <translation>Eins nach vorn</translation>
    </message>
    <message>
        <source>One back</source>
        <translation>Eins zurück</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Ans Ende</translation>
    </message>
    <message numerus="yes">
        <source>%Ln at once</source>
        <translation>
            <numerusform>%Ln gleichzeitig</numerusform>
            <numerusform>%Ln gleichzeitig</numerusform>
        </translation>
    </message>
    <message>
        <source>queued ones run {hours}</source>
        <translation>wartende laufen {hours}</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>{part} of {whole}</source>
        <translation>{part} von {whole}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>The engine failed</source>
        <translation>Die Engine ist ausgefallen</translation>
    </message>
    <message>
        <source>Requests are answered locally again.</source>
        <translation>Anfragen werden wieder lokal beantwortet.</translation>
    </message>
    <message>
        <source>The engine is back</source>
        <translation>Die Engine ist wieder da</translation>
    </message>
    <message>
        <source>{size} downloaded. It can be used now.</source>
        <translation>{size} geladen. Es kann jetzt genutzt werden.</translation>
    </message>
    <message>
        <source>{model} is here</source>
        <translation>{model} ist da</translation>
    </message>
    <message>
        <source>{model} was not downloaded</source>
        <translation>{model} wurde nicht geladen</translation>
    </message>
    <message>
        <source>A request of {component} was not answered</source>
        <translation>Eine Anfrage von {component} wurde nicht beantwortet</translation>
    </message>
    <message>
        <source>{component}: {route} answered instead of {first}</source>
        <translation>{component}: {route} statt {first} hat geantwortet</translation>
    </message>
    <message>
        <source>{time} later</source>
        <translation>{time} später</translation>
    </message>
    <message>
        <source>price {price}</source>
        <translation>Preis {price}</translation>
    </message>
    <message>
        <source>and others</source>
        <translation>und andere</translation>
    </message>
    <message>
        <source>last reason: {reason}</source>
        <translation>letzter Grund: {reason}</translation>
    </message>
    <message>
        <source>price at least {price}</source>
        <translation>Preis mindestens {price}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) were not answered by their first choice</source>
        <translation>
            <numerusform>%Ln Anfrage wurde nicht von ihrer ersten Wahl beantwortet</numerusform>
            <numerusform>%Ln Anfragen wurden nicht von ihrer ersten Wahl beantwortet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s) of the quiet hours</source>
        <translation>
            <numerusform>%Ln Mitteilung aus der Ruhezeit</numerusform>
            <numerusform>%Ln Mitteilungen aus der Ruhezeit</numerusform>
        </translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Nach Tag</translation>
    </message>
    <message>
        <source>By component</source>
        <translation>Nach Komponente</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Nach Modell</translation>
    </message>
    <message>
        <source>Asking the service for its books…</source>
        <translation>Der Dienst wird nach seinen Büchern gefragt…</translation>
    </message>
    <message>
        <source>The cloud side is simulated</source>
        <translation>Die Cloud-Seite ist simuliert</translation>
    </message>
    <message>
        <source>These figures show how the books work. No money was spent or saved.</source>
        <translation>Diese Zahlen zeigen, wie die Bücher arbeiten. Es wurde kein Geld ausgegeben oder gespart.</translation>
    </message>
    <message>
        <source>Point a program at {url}: each answer is booked here with its price.</source>
        <translation>Richten Sie ein Programm auf {url}: Jede Antwort wird hier mit ihrem Preis gebucht.</translation>
    </message>
    <message>
        <source>reckoned at list price</source>
        <translation>zum Listenpreis gerechnet</translation>
    </message>
    <message>
        <source>Net saved</source>
        <translation>Netto gespart</translation>
    </message>
    <message>
        <source>gross {gross}, before electricity</source>
        <translation>brutto {gross}, vor dem Strom</translation>
    </message>
    <message>
        <source>Electricity of requests</source>
        <translation>Strom der Anfragen</translation>
    </message>
    <message>
        <source>no requests</source>
        <translation>keine Anfragen</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>Rückfälle</translation>
    </message>
    <message>
        <source>counted</source>
        <translation>gezählt</translation>
    </message>
    <message>
        <source>measured: {energy}</source>
        <translation>gemessen: {energy}</translation>
    </message>
    <message>
        <source>Models kept loaded</source>
        <translation>Geladen gehaltene Modelle</translation>
    </message>
    <message>
        <source>no card was measured</source>
        <translation>keine Karte wurde gemessen</translation>
    </message>
    <message>
        <source>in net savings</source>
        <translation>in der Ersparnis verrechnet</translation>
    </message>
    <message>
        <source>not in net savings</source>
        <translation>nicht in der Ersparnis verrechnet</translation>
    </message>
    <message>
        <source>Idle GPU</source>
        <translation>GPU im Leerlauf</translation>
    </message>
    <message>
        <source>partly estimated: {energy}</source>
        <translation>zum Teil geschätzt: {energy}</translation>
    </message>
    <message>
        <source>estimated: {energy}</source>
        <translation>geschätzt: {energy}</translation>
    </message>
    <message>
        <source>Processor beside the GPU</source>
        <translation>Prozessor neben der GPU</translation>
    </message>
    <message>
        <source>Without the electricity of models kept loaded: it belongs to no single one.</source>
        <translation>Ohne den Strom geladen gehaltener Modelle: er gehört zu keinem allein.</translation>
    </message>
    <message>
        <source>Each day</source>
        <translation>Jeder Tag</translation>
    </message>
    <message>
        <source>Each component</source>
        <translation>Jede Komponente</translation>
    </message>
    <message>
        <source>Each model</source>
        <translation>Jedes Modell</translation>
    </message>
    <message>
        <source>would have cost at Claude</source>
        <translation>hätte bei Claude gekostet</translation>
    </message>
    <message>
        <source>cost as it was</source>
        <translation>hat gekostet</translation>
    </message>
    <message>
        <source>{label}: net {net} · at Claude {otherwise} · cost {cost}</source>
        <translation>{label}: netto {net} · bei Claude {otherwise} · gekostet {cost}</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>The same at Claude</source>
        <translation>Dasselbe bei Claude</translation>
    </message>
    <message>
        <source>Paid to the cloud</source>
        <translation>Cloud-Kosten</translation>
    </message>
    <message>
        <source>Electricity</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Working it out…</source>
        <translation>Wird gerechnet…</translation>
    </message>
    <message>
        <source>Work it out</source>
        <translation>Ausrechnen</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Was wäre, wenn</translation>
    </message>
    <message>
        <source>What this period would have cost all in the cloud, all here, or otherwise.</source>
        <translation>Was diese Zeit ganz in der Cloud, ganz hier oder anders gekostet hätte.</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Came to</source>
        <translation>Kam auf</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Not known of</source>
        <translation>Nicht bekannt von</translation>
    </message>
    <message>
        <source>estimated from what was measured; in no sum where unknown</source>
        <translation>geschätzt aus dem Gemessenen; Unbekanntes ist in keiner Summe</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Wie es war</translation>
    </message>
    <message>
        <source>All in the cloud</source>
        <translation>Alles in der Cloud</translation>
    </message>
    <message>
        <source>All here</source>
        <translation>Alles hier</translation>
    </message>
    <message>
        <source>As you asked</source>
        <translation>Wie gewünscht</translation>
    </message>
    <message>
        <source>Years ahead</source>
        <translation>Die nächsten Jahre</translation>
    </message>
    <message>
        <source>Unknown: {why}.</source>
        <translation>Unbekannt: {why}.</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Saved a month</source>
        <translation>Ersparnis im Monat</translation>
    </message>
    <message>
        <source>Paid back</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>After five years</source>
        <translation>Nach fünf Jahren</translation>
    </message>
    <message>
        <source>Estimated from {days} measured days of use.</source>
        <translation>Geschätzt aus {days} gemessenen Tagen.</translation>
    </message>
    <message>
        <source>no request was answered in the last 30 days</source>
        <translation>in den letzten 30 Tagen wurde keine Anfrage beantwortet</translation>
    </message>
    <message>
        <source>what the hardware cost is not set; see Settings, This machine</source>
        <translation>was die Hardware gekostet hat, ist nicht gesetzt; siehe Einstellungen, Dieser Rechner</translation>
    </message>
    <message>
        <source>what electricity costs, or what the GPU used, is not known</source>
        <translation>was Strom kostet oder die GPU verbraucht hat, ist nicht bekannt</translation>
    </message>
    <message>
        <source>less than a day was measured so far</source>
        <translation>bisher wurde weniger als ein Tag gemessen</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>already</source>
        <translation>schon</translation>
    </message>
    <message>
        <source>Scorecard of this month</source>
        <translation>Ziele dieses Monats</translation>
    </message>
    <message>
        <source>Criterion</source>
        <translation>Kriterium</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Goal</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation>Verfügbarkeit</translation>
    </message>
    <message>
        <source>measured: own probe each 10 s</source>
        <translation>gemessen: eigene Probe alle 10 s</translation>
    </message>
    <message>
        <source>Answered locally</source>
        <translation>Lokal beantwortet</translation>
    </message>
    <message>
        <source>counted in the ledger</source>
        <translation>im Hauptbuch gezählt</translation>
    </message>
    <message>
        <source>Net savings a month</source>
        <translation>Nettoersparnis im Monat</translation>
    </message>
    <message>
        <source>ledger: list price less cloud and electricity</source>
        <translation>Liste weniger Cloud und Strom</translation>
    </message>
    <message>
        <source>Fallbacks that worked</source>
        <translation>Gelungene Rückfälle</translation>
    </message>
    <message>
        <source>As good as Claude</source>
        <translation>So gut wie Claude</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>met</source>
        <translation>erreicht</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>verfehlt</translation>
    </message>
    <message>
        <source>at least {n}</source>
        <translation>mindestens {n}</translation>
    </message>
    <message>
        <source>{a} to {b}</source>
        <translation>{a} bis {b}</translation>
    </message>
    <message>
        <source>none set</source>
        <translation>keins gesetzt</translation>
    </message>
    <message>
        <source>the band is unknown until three whole days were measured</source>
        <translation>die Spanne ist unbekannt, bis drei ganze Tage gemessen sind</translation>
    </message>
    <message>
        <source>four months of five lie between {low} and {high}</source>
        <translation>vier von fünf Monaten liegen zwischen {low} und {high}</translation>
    </message>
    <message>
        <source>The cloud will have cost {money} by the month&apos;s end</source>
        <translation>Die Cloud wird bis Monatsende {money} gekostet haben</translation>
    </message>
    <message>
        <source>estimated: {band}</source>
        <translation>geschätzt: {band}</translation>
    </message>
    <message>
        <source>Let {model} answer {who}</source>
        <translation>{model} für {who} antworten lassen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) of {model} cost {lost} more here</source>
        <translation>
            <numerusform>%Ln Antwort von {model} kostete hier {lost} mehr</numerusform>
            <numerusform>%Ln Antworten von {model} kosteten hier {lost} mehr</numerusform>
        </translation>
    </message>
    <message>
        <source>cheaper in the cloud</source>
        <translation>in der Cloud günstiger</translation>
    </message>
    <message>
        <source>a load takes {time}, measured</source>
        <translation>ein Laden dauert {time}, gemessen</translation>
    </message>
    <message>
        <source>How long to keep {model} loaded is unknown</source>
        <translation>Wie lange {model} geladen bleiben soll, ist unbekannt</translation>
    </message>
    <message>
        <source>its loads or idle watts were not measured</source>
        <translation>sein Laden oder sein Leerlauf wurde nicht gemessen</translation>
    </message>
    <message>
        <source>Keep {model} loaded</source>
        <translation>{model} geladen halten</translation>
    </message>
    <message>
        <source>Unload {model} after each answer</source>
        <translation>{model} nach jeder Antwort entladen</translation>
    </message>
    <message>
        <source>Keep {model} loaded for {time} after an answer</source>
        <translation>{model} nach einer Antwort {time} geladen halten</translation>
    </message>
    <message>
        <source>not over yet: the figures so far</source>
        <translation>noch nicht zu Ende: die Zahlen bis jetzt</translation>
    </message>
    <message>
        <source>the whole month</source>
        <translation>der ganze Monat</translation>
    </message>
    <message>
        <source>net {money}</source>
        <translation>netto {money}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the report of {month}</source>
        <translation>Den Bericht von {month} öffnen</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Als PDF sichern…</translation>
    </message>
    <message>
        <source>Save the report of {month} as PDF</source>
        <translation>Den Bericht von {month} als PDF sichern</translation>
    </message>
    <message>
        <source>Not answered</source>
        <translation>Nicht beantwortet</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) without a known price.</source>
        <translation>
            <numerusform>%Ln Anfrage ohne bekannten Preis.</numerusform>
            <numerusform>%Ln Anfragen ohne bekannten Preis.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) without measured energy.</source>
        <translation>
            <numerusform>%Ln Anfrage ohne gemessene Energie.</numerusform>
            <numerusform>%Ln Anfragen ohne gemessene Energie.</numerusform>
        </translation>
    </message>
    <message>
        <source>Net savings are unknown: {why}.</source>
        <translation>Netto gespart ist unbekannt: {why}.</translation>
    </message>
    <message>
        <source>Ollama not found</source>
        <translation>Ollama nicht gefunden</translation>
    </message>
    <message>
        <source>Engine stopped</source>
        <translation>Engine gestoppt</translation>
    </message>
    <message>
        <source>Engine starting</source>
        <translation>Engine startet</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Engine degraded</source>
        <translation>Engine beeinträchtigt</translation>
    </message>
    <message>
        <source>Engine stopping</source>
        <translation>Engine stoppt</translation>
    </message>
    <message>
        <source>Engine failed</source>
        <translation>Engine ausgefallen</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Local only</source>
        <translation>Nur lokal</translation>
    </message>
    <message>
        <source>Cloud only</source>
        <translation>Nur Cloud</translation>
    </message>
    <message>
        <source>No connection to the service</source>
        <translation>Keine Verbindung zum Dienst</translation>
    </message>
    <message>
        <source>Connecting to the service</source>
        <translation>Verbinde mit dem Dienst</translation>
    </message>
    <message numerus="yes">
        <source>Answering %Ln request(s)</source>
        <translation>
            <numerusform>Beantworte %Ln Anfrage</numerusform>
            <numerusform>Beantworte %Ln Anfragen</numerusform>
        </translation>
    </message>
    <message>
        <source>to you</source>
        <translation>an Sie</translation>
    </message>
    <message>
        <source>to {program}</source>
        <translation>an {program}</translation>
    </message>
    <message>
        <source>GPU lent {to}</source>
        <translation>GPU verliehen {to}</translation>
    </message>
    <message>
        <source>GPU lent {to} until {time}</source>
        <translation>GPU verliehen {to} bis {time}</translation>
    </message>
    <message>
        <source>up {time}</source>
        <translation>läuft seit {time}</translation>
    </message>
    <message>
        <source>not started by us</source>
        <translation>nicht von uns gestartet</translation>
    </message>
    <message>
        <source>no model loaded</source>
        <translation>kein Modell geladen</translation>
    </message>
    <message>
        <source>{model} loaded</source>
        <translation>{model} geladen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) loaded</source>
        <translation>
            <numerusform>%Ln Modell geladen</numerusform>
            <numerusform>%Ln Modelle geladen</numerusform>
        </translation>
    </message>
    <message>
        <source>VRAM {used} of {total}</source>
        <translation>VRAM {used} von {total}</translation>
    </message>
    <message>
        <source>Net savings today: {net}</source>
        <translation>Netto gespart heute: {net}</translation>
    </message>
    <message>
        <source>Start engine</source>
        <translation>Engine starten</translation>
    </message>
    <message>
        <source>Stop engine</source>
        <translation>Engine stoppen</translation>
    </message>
    <message>
        <source>Restart engine</source>
        <translation>Engine neu starten</translation>
    </message>
    <message>
        <source>The changelog, as it ships with this version; in English.</source>
        <translation>Die Liste der Änderungen, wie sie dieser Fassung beiliegt; auf Englisch.</translation>
    </message>
    <message>
        <source>the same version</source>
        <translation>dieselbe Fassung</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Fassung</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Ollama</source>
        <translation>Ollama</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Ziggie Desktop is free software under the MIT licence. It comes without any warranty.</source>
        <translation>Ziggie Desktop ist freie Software unter der MIT-Lizenz. Es gibt keinerlei Gewähr.</translation>
    </message>
    <message>
        <source>The window is drawn by Qt and PySide6, which are used unmodified under the GNU Lesser General Public License, version 3. They are libraries of their own: you may replace them by your own build. © The Qt Company Ltd. and other contributors.</source>
        <translation>Das Fenster zeichnen Qt und PySide6, die unverändert unter der GNU Lesser General Public License, Version 3, benutzt werden. Es sind eigene Bibliotheken: du darfst sie durch selbst gebaute ersetzen. © The Qt Company Ltd. und andere Beitragende.</translation>
    </message>
    <message>
        <source>The LGPL</source>
        <translation>Die LGPL</translation>
    </message>
    <message>
        <source>Qt&apos;s source code</source>
        <translation>Quelltext von Qt</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>measured from samples</source>
        <translation>aus Stichproben gemessen</translation>
    </message>
    <message>
        <source>measured from averages</source>
        <translation>aus Mittelwerten gemessen</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>geschätzt</translation>
    </message>
    <message>
        <source>partly unknown</source>
        <translation>teils unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln Anfrage</numerusform>
            <numerusform>%Ln Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) {hours} h</source>
        <translation>
            <numerusform>%Ln Tag {hours} h</numerusform>
            <numerusform>%Ln Tage {hours} h</numerusform>
        </translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als einer Minute</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>in der Reihe</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>Open Ziggie</source>
        <translation>Ziggie öffnen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Mode: {mode}</source>
        <translation>Modus: {mode}</translation>
    </message>
    <message>
        <source>Last fallbacks</source>
        <translation>Letzte Ausweichvorgänge</translation>
    </message>
    <message>
        <source>Take the GPU back</source>
        <translation>GPU zurückholen</translation>
    </message>
    <message>
        <source>Free the GPU for 1 h</source>
        <translation>GPU für 1 h freigeben</translation>
    </message>
    <message>
        <source>All models…</source>
        <translation>Alle Modelle …</translation>
    </message>
    <message>
        <source>{model} failed · Try again</source>
        <translation>{model} gescheitert · Noch einmal</translation>
    </message>
    <message>
        <source>{period}: no requests</source>
        <translation>{period}: keine Anfragen</translation>
    </message>
    <message>
        <source>{period}: {share} local · cloud {cost} · net savings {net}</source>
        <translation>{period}: {share} lokal · Cloud {cost} · netto gespart {net}</translation>
    </message>
    <message>
        <source>Quit, leave the service running</source>
        <translation>Beenden, der Dienst läuft weiter</translation>
    </message>
    <message>
        <source>Quit and stop everything</source>
        <translation>Beenden und alles stoppen</translation>
    </message>
    <message>
        <source>last {time}</source>
        <translation>letzte {time}</translation>
    </message>
    <message>
        <source>Hot</source>
        <translation>Heiß</translation>
    </message>
    <message>
        <source>Plot of the last {time}</source>
        <translation>Verlauf der letzten {time}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>vor {time}</translation>
    </message>
    <message>
        <source>Progress: {what}</source>
        <translation>Fortschritt: {what}</translation>
    </message>
    <message>
        <source>More for {what}</source>
        <translation>Mehr für {what}</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>Als CSV exportieren…</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Text to look for</source>
        <translation>Gesuchter Text</translation>
    </message>
    <message>
        <source>Model, task, reason, id</source>
        <translation>Modell, Grund, Id…</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Newer</source>
        <translation>Neuere</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>Ältere</translation>
    </message>
    <message>
        <source>Export as CSV</source>
        <translation>Als CSV exportieren</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>Wird exportiert…</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modus</translation>
    </message>
    <message>
        <source>Energy today</source>
        <translation>Energie heute</translation>
    </message>
    <message>
        <source>Requests today</source>
        <translation>Anfragen heute</translation>
    </message>
    <message>
        <source>No program uses this GPU, or the driver does not say.</source>
        <translation>Kein Programm nutzt diese GPU, oder der Treiber sagt es nicht.</translation>
    </message>
    <message>
        <source>Programs on this GPU</source>
        <translation>Programme auf dieser GPU</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Time shown</source>
        <translation>Gezeigte Zeit</translation>
    </message>
    <message>
        <source>Connecting to the service…</source>
        <translation>Verbinde mit dem Dienst …</translation>
    </message>
    <message>
        <source>Requests and downloads go on as long as the service runs. Ziggie keeps trying to reach it. If it was ended, start it again: ziggie-desktop serve</source>
        <translation>Anfragen und Downloads gehen weiter, solange der Dienst läuft. Ziggie versucht weiter, ihn zu erreichen. Wurde er beendet, starten Sie ihn wieder: ziggie-desktop serve</translation>
    </message>
    <message>
        <source>In the GPU&apos;s memory</source>
        <translation>Im Speicher der GPU</translation>
    </message>
    <message>
        <source>GPU memory in use</source>
        <translation>Belegter GPU-Speicher</translation>
    </message>
    <message>
        <source>Clean up</source>
        <translation>Aufräumen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s)</source>
        <translation>
            <numerusform>%Ln Tag</numerusform>
            <numerusform>%Ln Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Unused for</source>
        <translation>Ungenutzt seit</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>Alle behalten</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Long work</source>
        <translation>Lange Arbeiten</translation>
    </message>
    <message>
        <source>Clean up unused…</source>
        <translation>Ungenutzte aufräumen …</translation>
    </message>
    <message>
        <source>Recommended for this machine</source>
        <translation>Empfohlen für diesen Rechner</translation>
    </message>
    <message>
        <source>By its name</source>
        <translation>Über den Namen</translation>
    </message>
    <message>
        <source>From a file</source>
        <translation>Aus einer Datei</translation>
    </message>
    <message>
        <source>Name, for example {name}</source>
        <translation>Name, zum Beispiel {name}</translation>
    </message>
    <message>
        <source>Name of the model to get</source>
        <translation>Name des zu holenden Modells</translation>
    </message>
    <message>
        <source>Get model</source>
        <translation>Modell holen</translation>
    </message>
    <message>
        <source>Make model</source>
        <translation>Modell erzeugen</translation>
    </message>
    <message>
        <source>Whole path of a Modelfile or GGUF file</source>
        <translation>Ganzer Pfad einer Modelfile- oder GGUF-Datei</translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation>Pfad der Datei</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Suchen …</translation>
    </message>
    <message>
        <source>A Modelfile or a GGUF file</source>
        <translation>Eine Modelfile- oder GGUF-Datei</translation>
    </message>
    <message>
        <source>Write the path of the file too</source>
        <translation>Schreiben Sie auch den Pfad der Datei</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Ein Modell holen</translation>
    </message>
    <message>
        <source>Savings</source>
        <translation>Ersparnis</translation>
    </message>
    <message>
        <source>Routing</source>
        <translation>Routing</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Electricity at $ a kWh</source>
        <translation>Strom zu $ je kWh</translation>
    </message>
    <message>
        <source>Claude model</source>
        <translation>Claude-Modell</translation>
    </message>
    <message>
        <source>A price is a number such as 0.30, or nothing.</source>
        <translation>Ein Preis ist eine Zahl wie 0,30, oder nichts.</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Nothing follows from the figures so far.</source>
        <translation>Aus den Zahlen folgt bisher nichts.</translation>
    </message>
    <message>
        <source>Monthly reports</source>
        <translation>Monatsberichte</translation>
    </message>
    <message>
        <source>A month with requests has a report; there is none yet.</source>
        <translation>Ein Monat mit Anfragen hat einen Bericht; es gibt noch keinen.</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Den Bericht sichern</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Balken</translation>
    </message>
    <message>
        <source>How this is counted</source>
        <translation>So wird gezählt</translation>
    </message>
    <message>
        <source>Net savings are what the same answers would have cost at Claude&apos;s list price, less what was paid to the cloud, less the electricity of the GPU. What is unknown is never counted as zero: as long as a part is unknown, so is the net figure.</source>
        <translation>Netto gespart ist, was dieselben Antworten nach Claudes Listenpreis gekostet hätten, weniger das an die Cloud Gezahlte, weniger den Strom der GPU. Unbekanntes zählt nie als null: Solange ein Teil unbekannt ist, ist es auch die Nettozahl.</translation>
    </message>
    <message>
        <source>as Ollama decides</source>
        <translation>wie Ollama entscheidet</translation>
    </message>
    <message>
        <source>Runs as</source>
        <translation>Läuft als</translation>
    </message>
    <message>
        <source>A program of Ziggie&apos;s own, the system&apos;s unit, or the official Docker image</source>
        <translation>Eigenes Programm, Unit des Systems oder das offizielle Docker-Image</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>systemd unit</source>
        <translation>systemd-Unit</translation>
    </message>
    <message>
        <source>Docker</source>
        <translation>Docker</translation>
    </message>
    <message>
        <source>Ollama program</source>
        <translation>Ollama-Programm</translation>
    </message>
    <message>
        <source>found by itself</source>
        <translation>wird selbst gefunden</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Where Ollama listens</source>
        <translation>Wo Ollama horcht</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Tokens that a model is loaded with; more takes more VRAM</source>
        <translation>Tokens, mit denen ein Modell geladen wird; mehr braucht mehr VRAM</translation>
    </message>
    <message>
        <source>Keep models loaded for</source>
        <translation>Modelle geladen halten</translation>
    </message>
    <message>
        <source>A time such as 30m; -1 keeps them for ever</source>
        <translation>Eine Zeit wie 30m; -1 hält sie für immer</translation>
    </message>
    <message>
        <source>Always loaded</source>
        <translation>Immer geladen</translation>
    </message>
    <message>
        <source>Models that stay loaded, with commas between them</source>
        <translation>Modelle, die geladen bleiben, mit Kommas dazwischen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Answers at once</source>
        <translation>Gleichzeitige Antworten</translation>
    </message>
    <message>
        <source>Models loaded at most</source>
        <translation>Höchstens geladene Modelle</translation>
    </message>
    <message>
        <source>Flash attention</source>
        <translation>Flash Attention</translation>
    </message>
    <message>
        <source>Takes less VRAM for long contexts, where the GPU can</source>
        <translation>Braucht weniger VRAM bei langem Kontext, wo die GPU es kann</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Precision of the context</source>
        <translation>Genauigkeit des Kontexts</translation>
    </message>
    <message>
        <source>Less takes less VRAM, and loses a little; needs flash attention</source>
        <translation>Weniger braucht weniger VRAM und verliert etwas; braucht Flash Attention</translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation>GPUs</translation>
    </message>
    <message>
        <source>UUIDs as nvidia-smi -L shows them, or none for the processor alone</source>
        <translation>UUIDs, wie nvidia-smi -L sie zeigt, oder none für den Prozessor allein</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Give up a load after</source>
        <translation>Laden aufgeben nach</translation>
    </message>
    <message>
        <source>Proxy for downloads</source>
        <translation>Proxy für Downloads</translation>
    </message>
    <message>
        <source>Tell me of newer versions</source>
        <translation>Neuere Versionen melden</translation>
    </message>
    <message>
        <source>Asks once a day, for an Ollama that Ziggie installed; fetches nothing</source>
        <translation>Fragt einmal am Tag, für ein von Ziggie installiertes Ollama; holt nichts</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>Gleichzeitig</translation>
    </message>
    <message>
        <source>Only between</source>
        <translation>Nur zwischen</translation>
    </message>
    <message>
        <source>Hours in which queued downloads run, such as 22:00-07:00</source>
        <translation>Stunden, in denen wartende Downloads laufen, etwa 22:00-07:00</translation>
    </message>
    <message>
        <source>at any time</source>
        <translation>jederzeit</translation>
    </message>
    <message>
        <source>Other programs on the GPU</source>
        <translation>Andere Programme auf der GPU</translation>
    </message>
    <message>
        <source>Make room for them</source>
        <translation>Platz für sie machen</translation>
    </message>
    <message>
        <source>Models leave the GPU while such a program runs; the cloud answers meanwhile</source>
        <translation>Modelle verlassen die GPU, solange ein solches Programm läuft; derweil antwortet die Cloud</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Or any that holds</source>
        <translation>Oder jedes, das belegt</translation>
    </message>
    <message>
        <source>Percent of a card&apos;s memory</source>
        <translation>Prozent des Speichers einer Karte</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Paid for it, in US dollars</source>
        <translation>Dafür bezahlt, in US-Dollar</translation>
    </message>
    <message>
        <source>For the projection; 0 where it was there anyway</source>
        <translation>Für die Hochrechnung; 0, wenn er ohnehin da war</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Worth when sold, in US dollars</source>
        <translation>Beim Verkauf wert, in US-Dollar</translation>
    </message>
    <message>
        <source>It runs for this alone</source>
        <translation>Er läuft nur hierfür</translation>
    </message>
    <message>
        <source>Then the idle GPU&apos;s electricity counts against the savings</source>
        <translation>Dann zählt der Strom der ruhenden GPU gegen die Ersparnis</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Uptime, in percent</source>
        <translation>Verfügbarkeit in Prozent</translation>
    </message>
    <message>
        <source>Answered locally, percent from</source>
        <translation>Lokal beantwortet, Prozent von</translation>
    </message>
    <message>
        <source>Answered locally, percent to</source>
        <translation>Lokal beantwortet, Prozent bis</translation>
    </message>
    <message>
        <source>Net savings a month, in US dollars</source>
        <translation>Netto gespart im Monat, in US-Dollar</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>Keep single requests for</source>
        <translation>Einzelne Anfragen behalten</translation>
    </message>
    <message>
        <source>Days; older months stay as sums</source>
        <translation>Tage; ältere Monate bleiben als Summen</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>für immer</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Days begin there, such as Europe/Berlin</source>
        <translation>Dort beginnen die Tage, etwa Europe/Berlin</translation>
    </message>
    <message>
        <source>the machine&apos;s own</source>
        <translation>die des Rechners</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>Local models without a token</source>
        <translation>Lokale Modelle ohne Token</translation>
    </message>
    <message>
        <source>For programs that cannot send one; they never reach the cloud</source>
        <translation>Für Programme, die keines senden können; sie erreichen nie die Cloud</translation>
    </message>
    <message>
        <source>Web pages that may call</source>
        <translation>Webseiten, die zugreifen dürfen</translation>
    </message>
    <message>
        <source>Origins such as http://localhost:3000</source>
        <translation>Ursprünge wie http://localhost:3000</translation>
    </message>
    <message>
        <source>Asking the service for its settings…</source>
        <translation>Frage den Dienst nach seinen Einstellungen …</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Mitteilungen</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Beim Anmelden starten</translation>
    </message>
    <message>
        <source>Small window that stays</source>
        <translation>Kleines Fenster, das bleibt</translation>
    </message>
    <message>
        <source>State, mode, watts and savings where there is no tray</source>
        <translation>Zustand, Modus, Watt und Ersparnis, wo es kein Tray gibt</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>This desktop</source>
        <translation>Dieses Programm</translation>
    </message>
    <message>
        <source>Show notifications</source>
        <translation>Mitteilungen zeigen</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Ruhezeit</translation>
    </message>
    <message>
        <source>What is urgent still comes; the rest as one note afterwards</source>
        <translation>Dringendes kommt trotzdem, der Rest danach als eine Mitteilung</translation>
    </message>
    <message>
        <source>such as 22:00-07:00</source>
        <translation>etwa 22:00-07:00</translation>
    </message>
    <message>
        <source>Remove the key</source>
        <translation>Schlüssel entfernen</translation>
    </message>
    <message>
        <source>Remove the Claude key</source>
        <translation>Den Claude-Schlüssel entfernen</translation>
    </message>
    <message>
        <source>Claude key</source>
        <translation>Claude-Schlüssel</translation>
    </message>
    <message>
        <source>Kept in the system&apos;s keyring, sent to Claude alone</source>
        <translation>Liegt im Schlüsselbund des Systems, geht nur an Claude</translation>
    </message>
    <message>
        <source>another key</source>
        <translation>ein anderer Schlüssel</translation>
    </message>
    <message>
        <source>Move the models folder…</source>
        <translation>Modellordner verschieben …</translation>
    </message>
    <message>
        <source>What was changed waits for a restart</source>
        <translation>Die Änderung wartet auf einen Neustart</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>jeden Tag</translation>
    </message>
    <message>
        <source>Mon–Fri</source>
        <translation>Mo–Fr</translation>
    </message>
    <message>
        <source>Sat–Sun</source>
        <translation>Sa–So</translation>
    </message>
    <message>
        <source>Without a price, what electricity costs is unknown.</source>
        <translation>Ohne Preis ist unbekannt, was der Strom kostet.</translation>
    </message>
    <message>
        <source>In force since {date}.</source>
        <translation>Gültig seit {date}.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln earlier price(s) are kept.</source>
        <translation>
            <numerusform>%Ln früherer Preis bleibt erhalten.</numerusform>
            <numerusform>%Ln frühere Preise bleiben erhalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>It has months or days that only settings.toml shows.</source>
        <translation>Er hat Monate oder Tage, die nur settings.toml zeigt.</translation>
    </message>
    <message>
        <source>the price per kWh</source>
        <translation>der Preis je kWh</translation>
    </message>
    <message>
        <source>the price of the hours</source>
        <translation>der Preis der Stunden</translation>
    </message>
    <message>
        <source>the rate</source>
        <translation>der Kurs</translation>
    </message>
    <message>
        <source>{what} is no number: {words}</source>
        <translation>{what} ist keine Zahl: {words}</translation>
    </message>
    <message>
        <source>{words} is no time of day such as 22:00</source>
        <translation>{words} ist keine Uhrzeit wie 22:00</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Ablegen</translation>
    </message>
    <message>
        <source>This is no number</source>
        <translation>Das ist keine Zahl</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Price of these hours</source>
        <translation>Preis dieser Stunden</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Remove these hours</source>
        <translation>Diese Stunden entfernen</translation>
    </message>
    <message>
        <source>Price per kWh</source>
        <translation>Preis je kWh</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>US dollars for one unit</source>
        <translation>US-Dollar je Einheit</translation>
    </message>
    <message>
        <source>Add other hours</source>
        <translation>Andere Stunden</translation>
    </message>
    <message>
        <source>Save the price</source>
        <translation>Preis speichern</translation>
    </message>
    <message>
        <source>Where the models go</source>
        <translation>Wohin die Modelle kommen</translation>
    </message>
    <message>
        <source>{words} are no hours.</source>
        <translation>{words} ist keine Zeitspanne.</translation>
    </message>
    <message>
        <source>Give them such as 22:00-07:00, or nothing.</source>
        <translation>Schreiben Sie etwa 22:00-07:00, oder nichts.</translation>
    </message>
    <message>
        <source>saved today {net}</source>
        <translation>heute gespart {net}</translation>
    </message>
    <message>
        <source>A cloud budget is nearly used up</source>
        <translation>Ein Cloud-Budget ist fast verbraucht</translation>
    </message>
    <message>
        <source>A cloud budget is used up</source>
        <translation>Ein Cloud-Budget ist verbraucht</translation>
    </message>
    <message>
        <source>The GPU is too hot</source>
        <translation>Die GPU ist zu heiß</translation>
    </message>
    <message>
        <source>The GPU no longer answers</source>
        <translation>Die GPU antwortet nicht mehr</translation>
    </message>
    <message>
        <source>A model runs on the processor instead</source>
        <translation>Ein Modell rechnet auf dem Prozessor statt auf der GPU</translation>
    </message>
    <message>
        <source>An update is there</source>
        <translation>Eine neue Version ist da</translation>
    </message>
    <message>
        <source>A request that its first choice did not answer</source>
        <translation>Eine Anfrage, die nicht die erste Wahl beantwortet hat</translation>
    </message>
    <message>
        <source>The engine fails, and is back</source>
        <translation>Die Engine fällt aus und ist wieder da</translation>
    </message>
    <message>
        <source>A download ends or fails</source>
        <translation>Ein Download endet oder schlägt fehl</translation>
    </message>
    <message>
        <source>A budget is at 80 % or used up</source>
        <translation>Ein Budget ist zu 80 % oder ganz verbraucht</translation>
    </message>
    <message>
        <source>Return opens Ziggie, the arrow keys move this window</source>
        <translation>Eingabe öffnet Ziggie, die Pfeiltasten bewegen dieses Fenster</translation>
    </message>
    <message>
        <source>measured here</source>
        <translation>hier gemessen</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Fits in part</source>
        <translation>Passt teilweise</translation>
    </message>
    <message>
        <source>Does not fit</source>
        <translation>Passt nicht</translation>
    </message>
    <message>
        <source>Fit unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>right now in part only: other programs hold memory</source>
        <translation>gerade nur teilweise: andere Programme belegen Speicher</translation>
    </message>
    <message>
        <source>right now it does not: other programs hold the memory</source>
        <translation>gerade nicht: andere Programme belegen den Speicher</translation>
    </message>
    <message>
        <source>Asking the registry how large it is…</source>
        <translation>Das Verzeichnis wird nach der Größe gefragt …</translation>
    </message>
    <message>
        <source>needs {memory}</source>
        <translation>braucht {memory}</translation>
    </message>
    <message>
        <source>needs {memory} of {whole}</source>
        <translation>braucht {memory} von {whole}</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>{size} Download</translation>
    </message>
    <message>
        <source>{memory} of memory, {source}</source>
        <translation>{memory} Speicher, {source}</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
        <translation>{speed} Token/s</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>Get {model}</source>
        <translation>{model} holen</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Vorhanden</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Wird geholt</translation>
    </message>
    <message>
        <source>Asking the service…</source>
        <translation>Der Dienst wird gefragt …</translation>
    </message>
    <message>
        <source>newest version</source>
        <translation>neueste Fassung</translation>
    </message>
    <message>
        <source>newer version: {size}</source>
        <translation>neuere Fassung: {size}</translation>
    </message>
    <message>
        <source>newer version</source>
        <translation>neuere Fassung</translation>
    </message>
    <message>
        <source>newer version on its way</source>
        <translation>neuere Fassung unterwegs</translation>
    </message>
    <message>
        <source>not in a registry</source>
        <translation>in keinem Verzeichnis</translation>
    </message>
    <message>
        <source>the registry did not say: {reason}</source>
        <translation>das Verzeichnis sagte nichts: {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln newer version(s)</source>
        <translation>
            <numerusform>%Ln neuere Fassung</numerusform>
            <numerusform>%Ln neuere Fassungen</numerusform>
        </translation>
    </message>
    <message>
        <source>all up to date</source>
        <translation>alle auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>all models</source>
        <translation>alle Modelle</translation>
    </message>
    <message>
        <source>Verify {model}</source>
        <translation>{model} prüfen</translation>
    </message>
    <message>
        <source>Make {model}</source>
        <translation>{model} erzeugen</translation>
    </message>
    <message>
        <source>Cancel: {work}</source>
        <translation>Abbrechen: {work}</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparieren</translation>
    </message>
    <message>
        <source>Repair {model}</source>
        <translation>{model} reparieren</translation>
    </message>
    <message>
        <source>Looking at who used what…</source>
        <translation>Es wird nachgesehen, wer was genutzt hat …</translation>
    </message>
    <message>
        <source>Nothing would go</source>
        <translation>Nichts würde gehen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) would go; how much that frees is unknown</source>
        <translation>
            <numerusform>%Ln Modell würde gehen; wie viel das frei macht, ist unbekannt</numerusform>
            <numerusform>%Ln Modelle würden gehen; wie viel das frei macht, ist unbekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) would go and free {size}</source>
        <translation>
            <numerusform>%Ln Modell würde gehen und {size} frei machen</numerusform>
            <numerusform>%Ln Modelle würden gehen und {size} frei machen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln model(s)…</source>
        <translation>
            <numerusform>%Ln Modell entfernen …</numerusform>
            <numerusform>%Ln Modelle entfernen …</numerusform>
        </translation>
    </message>
    <message>
        <source>never used through Ziggie</source>
        <translation>nie über Ziggie genutzt</translation>
    </message>
    <message>
        <source>last used {day}</source>
        <translation>zuletzt genutzt {day}</translation>
    </message>
    <message>
        <source>stays: {reason}</source>
        <translation>bleibt: {reason}</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Bleibt</translation>
    </message>
    <message>
        <source>Would go</source>
        <translation>Würde gehen</translation>
    </message>
    <message>
        <source>Copy {model}</source>
        <translation>{model} kopieren</translation>
    </message>
    <message>
        <source>A second name for the same files: it takes no more room.</source>
        <translation>Ein zweiter Name für dieselben Dateien: das braucht keinen weiteren Platz.</translation>
    </message>
    <message>
        <source>The second name</source>
        <translation>Der zweite Name</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Use local: auto</source>
        <translation>Lokal: nach Regel</translation>
    </message>
    <message>
        <source>Use local: always</source>
        <translation>Lokal: immer</translation>
    </message>
    <message>
        <source>Use local: never</source>
        <translation>Lokal: nie</translation>
    </message>
    <message>
        <source>Use letters, digits and . _ - only, at most 64, and not “owner”</source>
        <translation>Nur Buchstaben, Ziffern und . _ -, höchstens 64, und nicht „owner“</translation>
    </message>
    <message>
        <source>Revoke the token of {name}?</source>
        <translation>Token von {name} widerrufen?</translation>
    </message>
    <message>
        <source>Programs that use it are refused from now on. It cannot be brought back; a new token must be given to them.</source>
        <translation>Programme, die es benutzen, werden ab jetzt abgewiesen. Es lässt sich nicht zurückholen; sie brauchen dann ein neues Token.</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Revoke the token of {name}</source>
        <translation>Token von {name} widerrufen</translation>
    </message>
    <message>
        <source>The policy is being read…</source>
        <translation>Die Regeln werden gelesen…</translation>
    </message>
    <message>
        <source>{remedy} The rules below are those in force. Nothing is written over the file before it is mended: choose “File” to do so.</source>
        <translation>{remedy} Unten stehen die Regeln, die gelten. Die Datei wird nicht überschrieben, solange sie fehlerhaft ist: unter „Datei“ lässt sie sich berichtigen.</translation>
    </message>
    <message>
        <source>Discard your changes to see the rules as they are now, then change them again.</source>
        <translation>Verwirf deine Änderungen, um die Regeln zu sehen, wie sie jetzt sind, und ändere sie dann erneut.</translation>
    </message>
    <message>
        <source>The policy file was changed meanwhile</source>
        <translation>Die Regeldatei wurde inzwischen geändert</translation>
    </message>
    <message>
        <source>All comments of the file are lost.</source>
        <translation>Alle Kommentare der Datei gehen verloren.</translation>
    </message>
    <message>
        <source>These comments go with their rules:</source>
        <translation>Diese Kommentare gehen mit ihren Regeln verloren:</translation>
    </message>
    <message>
        <source>Save the rules?</source>
        <translation>Regeln speichern?</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Not asked</source>
        <translation>Nicht gefragt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Nobody answers</source>
        <translation>Niemand antwortet</translation>
    </message>
    <message>
        <source>{reason}. If it fails: {side}</source>
        <translation>{reason}. Falls das scheitert: {side}</translation>
    </message>
    <message>
        <source>{reason}. If it fails, nobody else is asked</source>
        <translation>{reason}. Falls das scheitert, wird niemand sonst gefragt</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird nachgesehen…</translation>
    </message>
    <message>
        <source>Nothing: no breaker is open, and no budget is set</source>
        <translation>Nichts: keine Sicherung ist offen, und kein Budget ist gesetzt</translation>
    </message>
    <message>
        <source>The local side</source>
        <translation>Die lokale Seite</translation>
    </message>
    <message>
        <source>The cloud side</source>
        <translation>Die Cloud-Seite</translation>
    </message>
    <message>
        <source>tried again in {time}</source>
        <translation>nächster Versuch in {time}</translation>
    </message>
    <message>
        <source>being tried again</source>
        <translation>wird wieder versucht</translation>
    </message>
    <message>
        <source>Breaker: {what}</source>
        <translation>Sicherung: {what}</translation>
    </message>
    <message>
        <source>Left alone</source>
        <translation>Ruht</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>am Tag</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>im Monat</translation>
    </message>
    <message>
        <source>Budget {amount} {period}</source>
        <translation>Budget {amount} {period}</translation>
    </message>
    <message>
        <source>{spent} spent, {share}</source>
        <translation>{spent} ausgegeben, {share}</translation>
    </message>
    <message>
        <source>up to {amount} under way</source>
        <translation>bis zu {amount} unterwegs</translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) of unknown price</source>
        <translation>
            <numerusform>%Ln Anfrage mit unbekanntem Preis</numerusform>
            <numerusform>%Ln Anfragen mit unbekanntem Preis</numerusform>
        </translation>
    </message>
    <message>
        <source>then refused</source>
        <translation>danach wird abgewiesen</translation>
    </message>
    <message>
        <source>then local models answer</source>
        <translation>danach antworten lokale Modelle</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Nearly spent</source>
        <translation>Fast verbraucht</translation>
    </message>
    <message>
        <source>since {date}</source>
        <translation>seit {date}</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>Widerrufen…</translation>
    </message>
    <message>
        <source>No component has a token yet. Each program that calls Ziggie needs its own.</source>
        <translation>Noch hat keine Komponente ein Token. Jedes Programm, das Ziggie aufruft, braucht sein eigenes.</translation>
    </message>
    <message>
        <source>This month: unknown</source>
        <translation>Dieser Monat: unbekannt</translation>
    </message>
    <message>
        <source>Not used this month</source>
        <translation>Diesen Monat nicht benutzt</translation>
    </message>
    <message>
        <source>This month: {requests}</source>
        <translation>Dieser Monat: {requests}</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
    <message>
        <source>{share} local</source>
        <translation>{share} lokal</translation>
    </message>
    <message>
        <source>{amount} to the cloud</source>
        <translation>{amount} an die Cloud</translation>
    </message>
    <message>
        <source>Rules: the first that matches decides</source>
        <translation>Regeln: die erste passende entscheidet</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Policy as</source>
        <translation>Regeln als</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>Komponente</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Goes to</source>
        <translation>Geht an</translation>
    </message>
    <message>
        <source>Else</source>
        <translation>Sonst</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>Weil</translation>
    </message>
    <message>
        <source>Rules of the policy</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Move the rule up</source>
        <translation>Regel nach oben</translation>
    </message>
    <message>
        <source>Move the rule down</source>
        <translation>Regel nach unten</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Edit the rule</source>
        <translation>Regel ändern</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Neu…</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>Regel entfernen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save the rules</source>
        <translation>Regeln speichern</translation>
    </message>
    <message>
        <source>The policy file</source>
        <translation>Die Regeldatei</translation>
    </message>
    <message>
        <source>Discard what was typed</source>
        <translation>Getipptes verwerfen</translation>
    </message>
    <message>
        <source>Save the file</source>
        <translation>Datei speichern</translation>
    </message>
    <message>
        <source>Budgets, weights and confidence are set here too.</source>
        <translation>Auch Budgets, Gewichte und Vertrauen stehen hier.</translation>
    </message>
    <message>
        <source>Text of the request</source>
        <translation>Text der Anfrage</translation>
    </message>
    <message>
        <source>What is asked, such as: Sum up this page</source>
        <translation>Was gefragt wird, etwa: Fasse diese Seite zusammen</translation>
    </message>
    <message>
        <source>Any priority</source>
        <translation>Priorität: egal</translation>
    </message>
    <message>
        <source>No level</source>
        <translation>Ohne Stufe</translation>
    </message>
    <message>
        <source>Agent level</source>
        <translation>Agentenstufe</translation>
    </message>
    <message>
        <source>Use local</source>
        <translation>Lokal benutzen</translation>
    </message>
    <message>
        <source>Try a request</source>
        <translation>Eine Anfrage probieren</translation>
    </message>
    <message>
        <source>What stands in the way</source>
        <translation>Was im Wege steht</translation>
    </message>
    <message>
        <source>Name of the component</source>
        <translation>Name der Komponente</translation>
    </message>
    <message>
        <source>Name, such as kb-analyzer</source>
        <translation>Name, etwa kb-analyzer</translation>
    </message>
    <message>
        <source>Create a token</source>
        <translation>Token anlegen</translation>
    </message>
    <message>
        <source>Components and their tokens</source>
        <translation>Komponenten und ihre Token</translation>
    </message>
    <message>
        <source>A new rule</source>
        <translation>Eine neue Regel</translation>
    </message>
    <message>
        <source>any</source>
        <translation>egal</translation>
    </message>
    <message>
        <source>any, or such as kb-*</source>
        <translation>egal, oder etwa kb-*</translation>
    </message>
    <message>
        <source>any, or such as kb.*</source>
        <translation>egal, oder etwa kb.*</translation>
    </message>
    <message>
        <source>Each answer says so as its reason</source>
        <translation>Steht in jeder Antwort als Grund</translation>
    </message>
    <message>
        <source>All conditions that are given must hold. * matches any ending.</source>
        <translation>Alle angegebenen Bedingungen müssen zutreffen. * steht für jedes Ende.</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Say why: it stands in each answer as the reason</source>
        <translation>Sag, weshalb: es steht in jeder Antwort als Grund</translation>
    </message>
    <message>
        <source>The token of {name}</source>
        <translation>Das Token von {name}</translation>
    </message>
    <message>
        <source>It is shown this once and kept nowhere. Give it to the program as its API key, with {url} as the base URL.</source>
        <translation>Es wird nur dieses eine Mal gezeigt und nirgends aufbewahrt. Gib es dem Programm als API-Schlüssel, mit {url} als Basisadresse.</translation>
    </message>
    <message>
        <source>Your question</source>
        <translation>Ihre Frage</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>The program&apos;s name</source>
        <translation>Der Name des Programms</translation>
    </message>
    <message>
        <source>Create token</source>
        <translation>Token erzeugen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy {name}</source>
        <translation>{name} kopieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Übergehen</translation>
    </message>
    <message>
        <source>Show: {what}</source>
        <translation>Zeigen: {what}</translation>
    </message>
    <message>
        <source>Skip: {what}</source>
        <translation>Übergehen: {what}</translation>
    </message>
    <message>
        <source>Copied to the clipboard</source>
        <translation>In die Zwischenablage kopiert</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>The report was not written</source>
        <translation>Der Bericht wurde nicht geschrieben</translation>
    </message>
    <message>
        <source>The report is saved</source>
        <translation>Der Bericht ist gesichert</translation>
    </message>
    <message>
        <source>Two minutes to the first answer. Each step can wait.</source>
        <translation>Zwei Minuten bis zur ersten Antwort. Jeder Schritt kann warten.</translation>
    </message>
    <message>
        <source>No program opens {file}</source>
        <translation>Kein Programm öffnet {file}</translation>
    </message>
    <message>
        <source>Nothing was booked in this time.</source>
        <translation>In dieser Zeit wurde nichts gebucht.</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Alle Stufen</translation>
    </message>
    <message>
        <source>Information and above</source>
        <translation>Hinweise und mehr</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Einzelheit</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Failure</source>
        <translation>Ausfall</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Das Protokoll wird gelesen…</translation>
    </message>
    <message>
        <source>Choose another level or subject.</source>
        <translation>Wähle eine andere Stufe oder ein anderes Thema.</translation>
    </message>
    <message>
        <source>Nothing is in the log</source>
        <translation>Im Protokoll steht nichts</translation>
    </message>
    <message>
        <source>All subjects</source>
        <translation>Alle Themen</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Save diagnostics…</source>
        <translation>Diagnose speichern…</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Log, the newest first</source>
        <translation>Protokoll, das Neueste zuerst</translation>
    </message>
    <message>
        <source>The whole record</source>
        <translation>Der ganze Eintrag</translation>
    </message>
    <message>
        <source>The diagnostics are one file for whoever looks for a fault: versions, settings, state and the last of this log. Keys are taken out; prompts and answers are never in it.</source>
        <translation>Die Diagnose ist eine Datei für alle, die einen Fehler suchen: Versionen, Einstellungen, Zustand und das Ende dieses Protokolls. Schlüssel sind entfernt; Anfragen und Antworten stehen nie darin.</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>Diagnose speichern</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message numerus="yes">
        <source>Requests today, half an hour to a bar: %Ln in all</source>
        <translation>
            <numerusform>Anfragen heute, eine halbe Stunde je Balken: insgesamt %Ln</numerusform>
            <numerusform>Anfragen heute, eine halbe Stunde je Balken: insgesamt %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} local</source>
        <translation>{count} lokal</translation>
    </message>
    <message>
        <source>{count} cloud</source>
        <translation>{count} Cloud</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} fehlgeschlagen</translation>
    </message>
    <message>
        <source>Uptime not measured yet</source>
        <translation>Verfügbarkeit noch nicht gemessen</translation>
    </message>
    <message>
        <source>Uptime {share} · no incident</source>
        <translation>Verfügbar {share} · kein Ausfall</translation>
    </message>
    <message numerus="yes">
        <source>%Ln incident(s)</source>
        <translation>
            <numerusform>%Ln Ausfall</numerusform>
            <numerusform>%Ln Ausfälle</numerusform>
        </translation>
    </message>
    <message>
        <source>Uptime {share} · {incidents}</source>
        <translation>Verfügbar {share} · {incidents}</translation>
    </message>
    <message numerus="yes">
        <source>The energy of %Ln request(s) was not measured.</source>
        <translation>
            <numerusform>Die Energie von %Ln Anfrage wurde nicht gemessen.</numerusform>
            <numerusform>Die Energie von %Ln Anfragen wurde nicht gemessen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing that measures energy was there today.</source>
        <translation>Heute war nichts da, was Energie misst.</translation>
    </message>
    <message>
        <source>{energy} ± {band} %</source>
        <translation>{energy} ± {band} %</translation>
    </message>
    <message>
        <source>by requests {energy}</source>
        <translation>durch Anfragen {energy}</translation>
    </message>
    <message>
        <source>keeping models loaded</source>
        <translation>Modelle geladen halten</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>Leerlauf</translation>
    </message>
    <message>
        <source>other programs</source>
        <translation>andere Programme</translation>
    </message>
    <message>
        <source>with gaps in what was measured</source>
        <translation>mit Lücken in der Messung</translation>
    </message>
    <message>
        <source>{share} of it is spent or under way: {amount}.</source>
        <translation>{share} davon sind ausgegeben oder unterwegs: {amount}.</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
    <message>
        <source>What&apos;s new</source>
        <translation>Neuigkeiten</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über Ziggie</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>What it is made of</source>
        <translation>Woraus es besteht</translation>
    </message>
</context>
</TS>
