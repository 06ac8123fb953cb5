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
        <translation>Jedes Ergebnis</translation>
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
        <source>From … to …</source>
        <translation>Von … bis …</translation>
    </message>
    <message>
        <source>Looking into the ledger…</source>
        <translation>Es wird in den Büchern nachgesehen&#xa0;…</translation>
    </message>
    <message>
        <source>No request is like that</source>
        <translation>Keine Anfrage passt dazu</translation>
    </message>
    <message>
        <source>Choose another filter or a longer period.</source>
        <translation>Wählen Sie einen anderen Filter oder einen längeren Zeitraum.</translation>
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
        <translation>Abgebrochen · {model}</translation>
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
        <source>failed: {reason}</source>
        <translation>gescheitert: {reason}</translation>
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
        <translation>Token ein und aus</translation>
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
        <translation>Ladezeit</translation>
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
        <translation>Abgebrochen</translation>
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
    <message>
        <source>Set the electricity price</source>
        <translation>Strompreis angeben</translation>
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
        <source>no rate from {code} to US dollars</source>
        <translation>kein Kurs von {code} zum US-Dollar</translation>
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
        <translation>Der Dienst wird nach dem Aufgezeichneten gefragt&#xa0;…</translation>
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
        <translation>Wird geladen&#xa0;…</translation>
    </message>
    <message>
        <source>Unloading…</source>
        <translation>Wird entladen&#xa0;…</translation>
    </message>
    <message>
        <source>Removing…</source>
        <translation>Wird entfernt&#xa0;…</translation>
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
        <translation>Sie werden gezeigt, sobald die Engine läuft.</translation>
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
        <translation>Auf diesem Rechner gibt es kein Ollama. Ziggie kann es für Sie allein installieren: Es wird von seinen Herstellern heruntergeladen, geprüft und lässt sich wieder entfernen.</translation>
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
        <translation>Eine GPU wird gesucht&#xa0;…</translation>
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
        <translation>Der Schlüssel wird verwahrt&#xa0;…</translation>
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
        <translation>Wird angeheftet&#xa0;…</translation>
    </message>
    <message>
        <source>Releasing…</source>
        <translation>Wird gelöst&#xa0;…</translation>
    </message>
    <message>
        <source>Get one by its name, or one of those below. The cloud answers until then.</source>
        <translation>Holen Sie eines über seinen Namen oder eines von unten. Bis dahin antwortet die Cloud.</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt&#xa0;…</translation>
    </message>
    <message>
        <source>Look for updates</source>
        <translation>Nach neuen Versionen suchen</translation>
    </message>
    <message>
        <source>Update all</source>
        <translation>Alle aktualisieren</translation>
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
        <translation>Entfernen&#xa0;…</translation>
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
        <translation>Unter zweitem Namen kopieren&#xa0;…</translation>
    </message>
    <message>
        <source>Get the newer version</source>
        <translation>Neuere Version holen</translation>
    </message>
    <message>
        <source>Does not leave</source>
        <translation>Bleibt hängen</translation>
    </message>
    <message>
        <source>Leaving</source>
        <translation>Wird entladen</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Geladen</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
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
        <translation>läuft auf dem Prozessor</translation>
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
        <translation>Das löscht {held} von diesem Rechner. Um es wieder zu nutzen, muss es neu heruntergeladen werden.</translation>
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
        <translation>{size} heruntergeladen. Es kann jetzt genutzt werden.</translation>
    </message>
    <message>
        <source>{model} is here</source>
        <translation>{model} ist da</translation>
    </message>
    <message>
        <source>{model} was not downloaded</source>
        <translation>{model} wurde nicht heruntergeladen</translation>
    </message>
    <message>
        <source>A request of {component} was not answered</source>
        <translation>Eine Anfrage von {component} wurde nicht beantwortet</translation>
    </message>
    <message>
        <source>{component}: {route} answered instead of {first}</source>
        <translation>{component}: {route} statt {first}</translation>
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
        <source>Electricity at {sign} a kWh</source>
        <translation>Strom in {sign} je kWh</translation>
    </message>
    <message>
        <source>Asking the service for its books…</source>
        <translation>Der Dienst wird nach seinen Büchern gefragt&#xa0;…</translation>
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
        <source>What the electricity cost, and with it the net savings, is known once it is given.</source>
        <translation>Was der Strom kostete und was netto gespart wurde, steht hier, sobald er angegeben ist.</translation>
    </message>
    <message>
        <source>{month} {day}</source>
        <translation>{day}. {month}</translation>
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
        <translation>Ausgewichen</translation>
    </message>
    <message>
        <source>At your rate: 1 {code} is {rate} US dollars. What the cloud takes is in dollars.</source>
        <translation>Zu Ihrem Kurs: 1 {code} sind {rate} US-Dollar. Was die Cloud nimmt, steht in Dollar.</translation>
    </message>
    <message>
        <source>saved {cost}</source>
        <translation>gespart {cost}</translation>
    </message>
    <message>
        <source>paid to the cloud {cost}</source>
        <translation>an die Cloud gezahlt {cost}</translation>
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
        <translation>nicht eingerechnet</translation>
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
        <source>The rules as they were</source>
        <translation>Die Regeln, wie sie waren</translation>
    </message>
    <message>
        <source>As edited on the routing page</source>
        <translation>Wie auf der Routing-Seite bearbeitet</translation>
    </message>
    <message>
        <source>Of {file}</source>
        <translation>Aus {file}</translation>
    </message>
    <message>
        <source>Of a policy file…</source>
        <translation>Aus einer Regeldatei …</translation>
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
        <translation>Je Tag</translation>
    </message>
    <message>
        <source>Each component</source>
        <translation>Je Komponente</translation>
    </message>
    <message>
        <source>Each model</source>
        <translation>Je Modell</translation>
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
        <translation>An die Cloud gezahlt</translation>
    </message>
    <message>
        <source>Electricity</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Working it out…</source>
        <translation>Wird gerechnet&#xa0;…</translation>
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
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Not known of</source>
        <translation>Unbekannt bei</translation>
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
        <translation>Amortisiert</translation>
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
        <translation>in den Büchern gezählt</translation>
    </message>
    <message>
        <source>Net savings a month</source>
        <translation>Nettoersparnis im Monat</translation>
    </message>
    <message>
        <source>ledger: list price less cloud and electricity</source>
        <translation>Bücher: Listenpreis weniger Cloud und Strom</translation>
    </message>
    <message>
        <source>Fallbacks that worked</source>
        <translation>Ausweichen gelungen</translation>
    </message>
    <message>
        <source>As good as Claude</source>
        <translation>So gut wie Claude</translation>
    </message>
    <message>
        <source>not judged yet</source>
        <translation>noch nicht beurteilt</translation>
    </message>
    <message>
        <source>callers&apos; verdicts</source>
        <translation>Urteile der Aufrufer</translation>
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
        <translation>Laden dauert {time}, gemessen</translation>
    </message>
    <message>
        <source>How long to keep {model} loaded is unknown</source>
        <translation>Wie lange {model} geladen bleiben soll, ist unbekannt</translation>
    </message>
    <message>
        <source>its loads or idle watts were not measured</source>
        <translation>Ladezeit oder Leerlauf wurden nicht gemessen</translation>
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
        <translation>Als PDF speichern&#xa0;…</translation>
    </message>
    <message>
        <source>Save the report of {month} as PDF</source>
        <translation>Den Bericht von {month} als PDF speichern</translation>
    </message>
    <message>
        <source>Not answered</source>
        <translation>Nicht beantwortet</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
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
        <translation>Verbindung wird aufgebaut</translation>
    </message>
    <message numerus="yes">
        <source>Answering %Ln request(s)</source>
        <translation>
            <numerusform>%Ln Anfrage in Arbeit</numerusform>
            <numerusform>%Ln Anfragen in Arbeit</numerusform>
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
        <source>Net savings today: unknown without an electricity price</source>
        <translation>Netto gespart heute: unbekannt ohne Strompreis</translation>
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
        <translation>Die Liste der Änderungen, wie sie dieser Version beiliegt; auf Englisch.</translation>
    </message>
    <message>
        <source>the same version</source>
        <translation>dieselbe Version</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
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
        <translation>Das Fenster zeichnen Qt und PySide6, die unverändert unter der GNU Lesser General Public License, Version 3, benutzt werden. Es sind eigene Bibliotheken: Sie dürfen sie durch selbst gebaute ersetzen. © The Qt Company Ltd. und andere Beitragende.</translation>
    </message>
    <message>
        <source>The LGPL</source>
        <translation>Die LGPL</translation>
    </message>
    <message>
        <source>All licences</source>
        <translation>Alle Lizenzen</translation>
    </message>
    <message>
        <source>Qt&apos;s source code</source>
        <translation>Quelltext von Qt</translation>
    </message>
    <message>
        <source>Qt&apos;s own parts</source>
        <translation>Bestandteile von Qt</translation>
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
        <source>Start the service</source>
        <translation>Dienst starten</translation>
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
        <source>Set the electricity price…</source>
        <translation>Strompreis angeben …</translation>
    </message>
    <message>
        <source>Last fallbacks</source>
        <translation>Zuletzt ausgewichen</translation>
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
        <translation>Alle Modelle&#xa0;…</translation>
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
        <translation>Als CSV exportieren&#xa0;…</translation>
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
        <translation>Ergebnis</translation>
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
        <translation>Modell, Aufgabe, Grund, Id</translation>
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
        <translation>Wird exportiert&#xa0;…</translation>
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
        <source>Power now</source>
        <translation>Leistung jetzt</translation>
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
        <translation>Verbindung zum Dienst wird aufgebaut&#xa0;…</translation>
    </message>
    <message>
        <source>Requests and downloads go on as long as the service runs, and Ziggie keeps trying to reach it. If it has ended, start it again.</source>
        <translation>Anfragen und Downloads gehen weiter, solange der Dienst läuft, und Ziggie versucht weiter, ihn zu erreichen. Wenn er beendet ist, starten Sie ihn wieder.</translation>
    </message>
    <message>
        <source>Starting the service…</source>
        <translation>Dienst wird gestartet …</translation>
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
        <translation>Längere Arbeiten</translation>
    </message>
    <message>
        <source>Clean up unused…</source>
        <translation>Ungenutzte aufräumen&#xa0;…</translation>
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
        <translation>Modell anlegen</translation>
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
        <translation>Suchen&#xa0;…</translation>
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
        <source>Claude model</source>
        <translation>Claude-Modell</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>GPU at J a token</source>
        <translation>GPU mit J je Token</translation>
    </message>
    <message>
        <source>Give a number such as 0.30, or nothing.</source>
        <translation>Geben Sie eine Zahl wie 0,30 ein, oder nichts.</translation>
    </message>
    <message>
        <source>Choose a policy file</source>
        <translation>Regeldatei wählen</translation>
    </message>
    <message>
        <source>{file} cannot be read as a policy.</source>
        <translation>{file} lässt sich nicht als Regeldatei lesen.</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Empfehlungen</translation>
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
        <translation>Den Bericht speichern</translation>
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
        <translation>Wo Ollama zu erreichen ist</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Tokens that a model is loaded with; more takes more VRAM</source>
        <translation>Token, mit denen ein Modell geladen wird; mehr braucht mehr VRAM</translation>
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
        <translation>Modelle verlassen die GPU, solange ein solches Programm läuft; währenddessen antwortet die Cloud</translation>
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
        <source>Paid for it</source>
        <translation>Dafür bezahlt</translation>
    </message>
    <message>
        <source>For the projection; 0 where it was there anyway</source>
        <translation>Für die Hochrechnung; 0, wenn er ohnehin da war</translation>
    </message>
    <message>
        <source>such as 1299 EUR</source>
        <translation>etwa 1299 EUR</translation>
    </message>
    <message>
        <source>Worth when sold</source>
        <translation>Beim Verkauf wert</translation>
    </message>
    <message>
        <source>such as 400 EUR</source>
        <translation>etwa 400 EUR</translation>
    </message>
    <message>
        <source>such as 20 EUR</source>
        <translation>etwa 20 EUR</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>nicht angegeben</translation>
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
        <source>Good local answers, in percent of Claude&apos;s</source>
        <translation>Gute lokale Antworten, in Prozent von Claudes</translation>
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
        <translation>Der Dienst wird nach seinen Einstellungen gefragt&#xa0;…</translation>
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
        <translation>Modellordner verschieben&#xa0;…</translation>
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
        <translation>Hinterlegen</translation>
    </message>
    <message>
        <source>This is no number</source>
        <translation>Das ist keine Zahl</translation>
    </message>
    <message>
        <source>This is no amount</source>
        <translation>Das ist kein Betrag</translation>
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
        <translation>Ein Download endet oder scheitert</translation>
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
        <translation>Das Register wird nach der Größe gefragt&#xa0;…</translation>
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
        <translation>Der Dienst wird gefragt&#xa0;…</translation>
    </message>
    <message>
        <source>newest version</source>
        <translation>neueste Version</translation>
    </message>
    <message>
        <source>newer version: {size}</source>
        <translation>neuere Version: {size}</translation>
    </message>
    <message>
        <source>newer version</source>
        <translation>neuere Version</translation>
    </message>
    <message>
        <source>newer version on its way</source>
        <translation>neuere Version unterwegs</translation>
    </message>
    <message>
        <source>not in a registry</source>
        <translation>in keinem Register</translation>
    </message>
    <message>
        <source>the registry did not say: {reason}</source>
        <translation>das Register sagte nichts: {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln newer version(s)</source>
        <translation>
            <numerusform>%Ln neuere Version</numerusform>
            <numerusform>%Ln neuere Versionen</numerusform>
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
        <translation>{model} anlegen</translation>
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
        <translation>Es wird nachgesehen, wer was genutzt hat&#xa0;…</translation>
    </message>
    <message>
        <source>Nothing would go</source>
        <translation>Es würde nichts entfernt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) would go; how much that frees is unknown</source>
        <translation>
            <numerusform>%Ln Modell würde entfernt; wie viel Platz das gibt, ist unbekannt</numerusform>
            <numerusform>%Ln Modelle würden entfernt; wie viel Platz das gibt, ist unbekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) would go and free {size}</source>
        <translation>
            <numerusform>%Ln Modell würde entfernt; das gibt {size} frei</numerusform>
            <numerusform>%Ln Modelle würden entfernt; das gibt {size} frei</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln model(s)…</source>
        <translation>
            <numerusform>%Ln Modell entfernen&#xa0;…</numerusform>
            <numerusform>%Ln Modelle entfernen&#xa0;…</numerusform>
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
        <translation>Würde entfernt</translation>
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
        <translation>Die Regeln werden gelesen&#xa0;…</translation>
    </message>
    <message>
        <source>{remedy} The rules below are those in force. Nothing is written over the file before it is mended: choose “File” to do so.</source>
        <translation>{remedy} Unten stehen die Regeln, die gelten. Die Datei wird nicht überschrieben, solange sie fehlerhaft ist: unter „Datei“ lässt sie sich berichtigen.</translation>
    </message>
    <message>
        <source>Discard your changes to see the rules as they are now, then change them again.</source>
        <translation>Verwerfen Sie Ihre Änderungen, um die Regeln zu sehen, wie sie jetzt sind, und ändern Sie sie dann noch einmal.</translation>
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
        <translation>Wird nachgesehen&#xa0;…</translation>
    </message>
    <message>
        <source>Nothing: no breaker is open, and no budget is set</source>
        <translation>Nichts: Keine Sicherung hat ausgelöst, und kein Budget ist gesetzt</translation>
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
        <translation>Widerrufen&#xa0;…</translation>
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
        <translation>Ändern&#xa0;…</translation>
    </message>
    <message>
        <source>Edit the rule</source>
        <translation>Regel ändern</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Neu&#xa0;…</translation>
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
        <translation>Eingegebenes verwerfen</translation>
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
        <translation>Was im Weg steht</translation>
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
        <translation>Sagen Sie, weshalb: Es steht in jeder Antwort als Grund</translation>
    </message>
    <message>
        <source>The token of {name}</source>
        <translation>Das Token von {name}</translation>
    </message>
    <message>
        <source>It is shown this once and kept nowhere. Give it to the program as its API key, with {url} as the base URL.</source>
        <translation>Es wird nur dieses eine Mal gezeigt und nirgends aufbewahrt. Geben Sie es dem Programm als API-Schlüssel, mit {url} als Basisadresse.</translation>
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
        <translation>Token anlegen</translation>
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
    <message numerus="yes">
        <source>%Ln request(s) saved</source>
        <translation>
            <numerusform>%Ln Anfrage gespeichert</numerusform>
            <numerusform>%Ln Anfragen gespeichert</numerusform>
        </translation>
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
        <translation>Der Bericht ist gespeichert</translation>
    </message>
    <message>
        <source>The service did not start</source>
        <translation>Der Dienst startete nicht</translation>
    </message>
    <message>
        <source>Start it in a terminal to see why: ziggie-desktop serve</source>
        <translation>Starten Sie ihn in einem Terminal, um zu sehen, warum: ziggie-desktop serve</translation>
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
        <translation>Einzelheiten</translation>
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
        <translation>Das Protokoll wird gelesen&#xa0;…</translation>
    </message>
    <message>
        <source>Choose another level or subject.</source>
        <translation>Wählen Sie eine andere Stufe oder ein anderes Thema.</translation>
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
        <translation>Diagnose speichern&#xa0;…</translation>
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
        <translation>Wird gespeichert&#xa0;…</translation>
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
        <translation>{count} gescheitert</translation>
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
    <message numerus="yes">
        <source>Show %Ln more</source>
        <translation>
            <numerusform>%Ln weiteren Punkt zeigen</numerusform>
            <numerusform>%Ln weitere Punkte zeigen</numerusform>
        </translation>
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
    <message>
        <source>about {watts}</source>
        <translation>etwa {watts}</translation>
    </message>
    <message>
        <source>GPU {watts}, measured</source>
        <translation>GPU {watts}, gemessen</translation>
    </message>
    <message>
        <source>processor unknown</source>
        <translation>Prozessor unbekannt</translation>
    </message>
    <message>
        <source>processor {watts}, estimated</source>
        <translation>Prozessor {watts}, geschätzt</translation>
    </message>
    <message>
        <source>processor {watts}, measured</source>
        <translation>Prozessor {watts}, gemessen</translation>
    </message>
    <message>
        <source>whole computer {watts}, estimated</source>
        <translation>ganzer Rechner {watts}, geschätzt</translation>
    </message>
    <message>
        <source>{power} ± {band} %</source>
        <translation>{power} ± {band} %</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>service</name>
    <message>
        <source>&quot;json&quot; or a JSON schema</source>
        <translation>„json“ oder ein JSON-Schema</translation>
    </message>
    <message>
        <source>(name unknown)</source>
        <translation>(Name unbekannt)</translation>
    </message>
    <message>
        <source>(no model)</source>
        <translation>(kein Modell)</translation>
    </message>
    <message>
        <source>1 request of unknown price</source>
        <translation>1 Anfrage mit unbekanntem Preis</translation>
    </message>
    <message>
        <source>1 to {max_name} printable characters</source>
        <translation>1 bis {max_name} druckbare Zeichen</translation>
    </message>
    <message>
        <source>1 to {most_pulls} downloads can run at once - at pulls.parallel</source>
        <translation>1 bis {most_pulls} Downloads können gleichzeitig laufen – bei pulls.parallel</translation>
    </message>
    <message>
        <source>; it is not restarted while another program is connected to it</source>
        <translation>; es wird nicht neu gestartet, solange ein anderes Programm damit verbunden ist</translation>
    </message>
    <message>
        <source>; what is left in {source} was not Ollama&apos;s or is in use</source>
        <translation>; was in {source} übrig ist, gehörte nicht Ollama oder wird benutzt</translation>
    </message>
    <message>
        <source>A caller without a token may use local models only</source>
        <translation>Ein Aufrufer ohne Token darf nur lokale Modelle benutzen</translation>
    </message>
    <message>
        <source>A fault of Ziggie&apos;s.</source>
        <translation>Ein Fehler von Ziggie.</translation>
    </message>
    <message>
        <source>A model is being downloaded</source>
        <translation>Ein Modell wird gerade heruntergeladen</translation>
    </message>
    <message>
        <source>A policy without any rule is none.</source>
        <translation>Regeln ohne eine einzige Regel sind keine.</translation>
    </message>
    <message>
        <source>A service runs already for {root} at {url}.</source>
        <translation>Für {root} läuft schon ein Dienst unter {url}.</translation>
    </message>
    <message>
        <source>A service runs already for {root}.</source>
        <translation>Für {root} läuft schon ein Dienst.</translation>
    </message>
    <message>
        <source>A simulated cloud answered that request: a verdict would say nothing of Claude.</source>
        <translation>Eine simulierte Cloud beantwortete diese Anfrage: Ein Urteil sagte nichts über Claude.</translation>
    </message>
    <message>
        <source>A user&apos;s message holds a tool call or thinking</source>
        <translation>Eine Nachricht des Nutzers enthält einen Werkzeugaufruf oder Nachdenken</translation>
    </message>
    <message>
        <source>Add a fallback to the rule in policy.toml.</source>
        <translation>Fügen Sie der Regel in policy.toml eine zweite Wahl hinzu (fallback).</translation>
    </message>
    <message>
        <source>All of it fits into the GPUs&apos; memory; that {how}.</source>
        <translation>Alles davon passt in den Speicher der GPUs; das {how}.</translation>
    </message>
    <message>
        <source>Allow this registry without TLS (insecure), if it is yours.</source>
        <translation>Erlauben Sie dieses Register ohne TLS (insecure), wenn es Ihres ist.</translation>
    </message>
    <message>
        <source>An Ollama that Ziggie did not start is in use; it is left as it is.</source>
        <translation>Ein Ollama, das Ziggie nicht gestartet hat, ist in Gebrauch; es bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>An assistant&apos;s message holds an image or a tool&apos;s result</source>
        <translation>Eine Nachricht des Assistenten enthält ein Bild oder das Ergebnis eines Werkzeugs</translation>
    </message>
    <message>
        <source>An efficiency is 0.5 to 1, and the rest draws 0 W or more.</source>
        <translation>Ein Wirkungsgrad liegt zwischen 0.5 und 1, und der Rest zieht 0 W oder mehr.</translation>
    </message>
    <message>
        <source>Another Ziggie Desktop writes to this database.</source>
        <translation>Ein anderes Ziggie Desktop schreibt in diese Datenbank.</translation>
    </message>
    <message>
        <source>Another program holds it locked.</source>
        <translation>Ein anderes Programm hält sie gesperrt.</translation>
    </message>
    <message>
        <source>Answers go on. Look at `ziggie-desktop doctor` for what is wrong with it.</source>
        <translation>Antworten gehen weiter. `ziggie-desktop doctor` zeigt, was mit den Büchern nicht stimmt.</translation>
    </message>
    <message>
        <source>Apple&apos;s GPU tells its figures to administrators only, and Ziggie never is one: models run on it all the same, and GPU figures are unknown.</source>
        <translation>Apples GPU nennt ihre Werte nur Administratoren, und Ziggie ist nie einer: Modelle laufen trotzdem auf ihr, und die GPU-Werte sind unbekannt.</translation>
    </message>
    <message>
        <source>Ask again when its answer is complete.</source>
        <translation>Fragen Sie noch einmal, wenn ihre Antwort vollständig ist.</translation>
    </message>
    <message>
        <source>Ask again, or use a model that is better at calling tools.</source>
        <translation>Fragen Sie noch einmal, oder nehmen Sie ein Modell, das Werkzeuge besser aufruft.</translation>
    </message>
    <message>
        <source>Ask again.</source>
        <translation>Fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Ask for a shorter time, or give a longer step in seconds.</source>
        <translation>Fragen Sie nach einer kürzeren Zeit, oder geben Sie einen längeren Schritt in Sekunden an.</translation>
    </message>
    <message>
        <source>Ask for less with X-Ziggie-Min-Confidence, let the request go to the cloud, or say in policy.toml, under [[confidence]], how sure you are of this model.</source>
        <translation>Verlangen Sie weniger mit X-Ziggie-Min-Confidence, lassen Sie die Anfrage in die Cloud gehen, oder schreiben Sie in policy.toml unter [[confidence]], wie sehr Sie diesem Modell trauen.</translation>
    </message>
    <message>
        <source>Ask for something else.</source>
        <translation>Fragen Sie etwas anderes.</translation>
    </message>
    <message>
        <source>Ask for them one by one.</source>
        <translation>Fragen Sie eine nach der anderen.</translation>
    </message>
    <message>
        <source>Ask with a longer X-Ziggie-Deadline-Ms, or without one.</source>
        <translation>Fragen Sie mit einem längeren X-Ziggie-Deadline-Ms oder ohne.</translation>
    </message>
    <message>
        <source>Bring it back the way it was started; after a while we start our own.</source>
        <translation>Starten Sie es wieder so, wie es gestartet war; nach einer Weile starten wir unser eigenes.</translation>
    </message>
    <message>
        <source>Bring it up to date with: ziggie-desktop engine upgrade</source>
        <translation>Bringen Sie es auf den neuesten Stand mit: ziggie-desktop engine upgrade</translation>
    </message>
    <message>
        <source>Budgets count from this start on. Make the ledger readable, then restart.</source>
        <translation>Budgets zählen ab diesem Start. Machen Sie die Bücher lesbar, und starten Sie dann neu.</translation>
    </message>
    <message>
        <source>Cache Read Tokens</source>
        <translation>Gelesene Token aus dem Cache</translation>
    </message>
    <message>
        <source>Cache Write 1h Tokens</source>
        <translation>In den Cache geschriebene Token (1 h)</translation>
    </message>
    <message>
        <source>Cache Write 5m Tokens</source>
        <translation>In den Cache geschriebene Token (5 min)</translation>
    </message>
    <message>
        <source>Call http://127.0.0.1 with the service&apos;s port; allow a web page&apos;s origin in the settings under access.allowed_origins.</source>
        <translation>Rufen Sie http://127.0.0.1 mit dem Port des Dienstes auf; die Herkunft einer Webseite erlauben Sie in den Einstellungen unter access.allowed_origins.</translation>
    </message>
    <message>
        <source>Change the mode with `ziggie-desktop mode auto`, or send the request without X-Ziggie-Use-Local.</source>
        <translation>Ändern Sie den Modus mit `ziggie-desktop mode auto`, oder senden Sie die Anfrage ohne X-Ziggie-Use-Local.</translation>
    </message>
    <message>
        <source>Check ZIGGIE_OLLAMA and OLLAMA_MODELS: one of them names nothing.</source>
        <translation>Prüfen Sie ZIGGIE_OLLAMA und OLLAMA_MODELS: Eines davon nennt etwas, das es nicht gibt.</translation>
    </message>
    <message>
        <source>Check ZIGGIE_PORT and what listens there</source>
        <translation>Prüfen Sie ZIGGIE_PORT und was dort lauscht</translation>
    </message>
    <message>
        <source>Check engine.image and the connection to the internet.</source>
        <translation>Prüfen Sie engine.image und die Verbindung zum Internet.</translation>
    </message>
    <message>
        <source>Check its name, and that you may read it.</source>
        <translation>Prüfen Sie den Namen, und ob Sie die Datei lesen dürfen.</translation>
    </message>
    <message>
        <source>Check that disk (its cable, its free space), or name a folder on another one.</source>
        <translation>Prüfen Sie diese Platte (ihr Kabel, ihren freien Platz), oder nennen Sie einen Ordner auf einer anderen.</translation>
    </message>
    <message>
        <source>Check that your autostart folder is writable, then try again.</source>
        <translation>Prüfen Sie, ob Ihr Autostart-Ordner beschreibbar ist, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Check the Modelfile, and that the file is a whole GGUF file.</source>
        <translation>Prüfen Sie das Modelfile, und ob die Datei eine ganze GGUF-Datei ist.</translation>
    </message>
    <message>
        <source>Check the keyring of this session, or set ANTHROPIC_API_KEY for the service.</source>
        <translation>Prüfen Sie den Schlüsselbund dieser Sitzung, oder setzen Sie ANTHROPIC_API_KEY für den Dienst.</translation>
    </message>
    <message>
        <source>Check the model&apos;s name and whether you may use it.</source>
        <translation>Prüfen Sie den Namen des Modells, und ob Sie es benutzen dürfen.</translation>
    </message>
    <message>
        <source>Check the name at https://ollama.com/library.</source>
        <translation>Prüfen Sie den Namen auf https://ollama.com/library.</translation>
    </message>
    <message>
        <source>Check the name, or fetch it: ziggie-desktop pull {model}</source>
        <translation>Prüfen Sie den Namen, oder holen Sie es: ziggie-desktop pull {model}</translation>
    </message>
    <message>
        <source>Check the network, then retry: what is there is kept.</source>
        <translation>Prüfen Sie das Netz, und versuchen Sie es noch einmal: Was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>Check the network, then try again.</source>
        <translation>Prüfen Sie das Netz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Choose another name, or remove that one first.</source>
        <translation>Wählen Sie einen anderen Namen, oder entfernen Sie zuerst dieses.</translation>
    </message>
    <message>
        <source>Choose another place, or make room there</source>
        <translation>Wählen Sie einen anderen Ort, oder schaffen Sie dort Platz</translation>
    </message>
    <message>
        <source>Choose another version, or correct engine.releases in the settings.</source>
        <translation>Wählen Sie eine andere Version, oder berichtigen Sie engine.releases in den Einstellungen.</translation>
    </message>
    <message>
        <source>Choose another version, or try again later.</source>
        <translation>Wählen Sie eine andere Version, oder versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>Choose another version.</source>
        <translation>Wählen Sie eine andere Version.</translation>
    </message>
    <message>
        <source>Choose another version; that one may still be being published.</source>
        <translation>Wählen Sie eine andere Version; diese wird vielleicht gerade erst veröffentlicht.</translation>
    </message>
    <message>
        <source>Claude answered with status {status}</source>
        <translation>Claude antwortete mit Status {status}</translation>
    </message>
    <message>
        <source>Claude answered with status {status}: try again later.</source>
        <translation>Claude antwortete mit Status {status}: Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>Claude cannot be reached: is the internet there?</source>
        <translation>Claude ist nicht zu erreichen: Gibt es hier Internet?</translation>
    </message>
    <message>
        <source>Claude does not know this key. Make a new one in its console.</source>
        <translation>Claude kennt diesen Schlüssel nicht. Legen Sie in der Konsole einen neuen an.</translation>
    </message>
    <message>
        <source>Claude ended the answer with an error</source>
        <translation>Claude beendete die Antwort mit einem Fehler</translation>
    </message>
    <message>
        <source>Claude gives no log probabilities</source>
        <translation>Claude gibt keine Wahrscheinlichkeiten (logprobs) an</translation>
    </message>
    <message>
        <source>Claude knows the key, but it may not be used for this.</source>
        <translation>Claude kennt den Schlüssel, aber er darf hierfür nicht benutzt werden.</translation>
    </message>
    <message>
        <source>Claude makes no embeddings</source>
        <translation>Claude erzeugt keine Einbettungen</translation>
    </message>
    <message>
        <source>Claude makes no embeddings: nothing to compare with</source>
        <translation>Claude erzeugt keine Einbettungen: Es gibt nichts zum Vergleichen</translation>
    </message>
    <message>
        <source>Claude sent a line longer than 16 MiB</source>
        <translation>Claude sandte eine Zeile, die länger als 16 MiB ist</translation>
    </message>
    <message>
        <source>Claude sent an event that is not readable</source>
        <translation>Claude sandte ein Ereignis, das nicht lesbar ist</translation>
    </message>
    <message>
        <source>Claude takes the key, but its limit is used up for now.</source>
        <translation>Claude nimmt den Schlüssel an, aber sein Kontingent ist vorerst verbraucht.</translation>
    </message>
    <message>
        <source>Claude takes the key.</source>
        <translation>Claude nimmt den Schlüssel an.</translation>
    </message>
    <message>
        <source>Claude would be cheaper: about {cloud} against {rate} of electricity</source>
        <translation>Claude wäre günstiger: etwa {cloud} gegen {rate} für Strom</translation>
    </message>
    <message>
        <source>Claude {what}</source>
        <translation>Claude {what}</translation>
    </message>
    <message>
        <source>Claude&apos;s answer ended before it was complete</source>
        <translation>Claudes Antwort endete, bevor sie vollständig war</translation>
    </message>
    <message>
        <source>Claude&apos;s answer lacks a part</source>
        <translation>In Claudes Antwort fehlt ein Teil</translation>
    </message>
    <message>
        <source>Claude&apos;s answer lacks its last part</source>
        <translation>In Claudes Antwort fehlt der letzte Teil</translation>
    </message>
    <message>
        <source>Claude&apos;s tool call is not readable</source>
        <translation>Claudes Werkzeugaufruf ist nicht lesbar</translation>
    </message>
    <message>
        <source>Cloud calls{whose} will have cost ${expected}</source>
        <translation>Aufrufe der Cloud{whose} werden {expected} $ gekostet haben</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Code and technical text</source>
        <translation>Code und technische Texte</translation>
    </message>
    <message>
        <source>Code and tools; only a tenth of it works on each token, so that it is fast</source>
        <translation>Code und Werkzeuge; an jedem Token arbeitet nur ein Zehntel davon, darum ist es schnell</translation>
    </message>
    <message>
        <source>Connect it again, and begin the move anew.</source>
        <translation>Schließen Sie sie wieder an, und beginnen Sie den Umzug von vorn.</translation>
    </message>
    <message>
        <source>Copy the whole key from the Anthropic console and try again.</source>
        <translation>Kopieren Sie den ganzen Schlüssel aus der Anthropic-Konsole, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Copy the whole key from the Anthropic console and try again; nothing was changed.</source>
        <translation>Kopieren Sie den ganzen Schlüssel aus der Anthropic-Konsole, und versuchen Sie es noch einmal; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Correct ZIGGIE_OLLAMA, or leave it out to have Ollama searched for.</source>
        <translation>Berichtigen Sie ZIGGIE_OLLAMA, oder lassen Sie es weg, damit Ollama gesucht wird.</translation>
    </message>
    <message>
        <source>Correct engine.releases in the settings, or take it out.</source>
        <translation>Berichtigen Sie engine.releases in den Einstellungen, oder nehmen Sie es heraus.</translation>
    </message>
    <message>
        <source>Correct the request and send it again.</source>
        <translation>Berichtigen Sie die Anfrage, und senden Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>Correct the request.</source>
        <translation>Berichtigen Sie die Anfrage.</translation>
    </message>
    <message>
        <source>Counted by the processor itself (RAPL), over all its packages.</source>
        <translation>Vom Prozessor selbst gezählt (RAPL), über alle seine Gehäuse.</translation>
    </message>
    <message>
        <source>Counted by the processor itself, through Windows&apos; energy meters, over all its packages.</source>
        <translation>Vom Prozessor selbst gezählt, über Windows&apos; Energiezähler, über alle seine Gehäuse.</translation>
    </message>
    <message>
        <source>Docker cannot hand the GPU to a container.</source>
        <translation>Docker kann die GPU nicht an einen Container geben.</translation>
    </message>
    <message>
        <source>Docker does not run.</source>
        <translation>Docker läuft nicht.</translation>
    </message>
    <message>
        <source>Docker failed: {last_words}</source>
        <translation>Docker ist gescheitert: {last_words}</translation>
    </message>
    <message>
        <source>Docker said something of the container that we do not understand.</source>
        <translation>Docker sagte etwas über den Container, das wir nicht verstehen.</translation>
    </message>
    <message>
        <source>Docker&apos;s disk is full.</source>
        <translation>Die Platte von Docker ist voll.</translation>
    </message>
    <message>
        <source>Earlier costs are missing until you restore a backup of the ledger.</source>
        <translation>Frühere Kosten fehlen, bis Sie eine Sicherung der Bücher zurückspielen.</translation>
    </message>
    <message>
        <source>Electricity has no price, so net savings are unknown. Set [tariff] in settings.toml.</source>
        <translation>Strom hat keinen Preis, darum ist die Nettoersparnis unbekannt. Setzen Sie [tariff] in settings.toml.</translation>
    </message>
    <message>
        <source>Electricity is priced in {code}, Claude in US dollars, and there is no rate: what electricity costs and what was saved net are unknown.</source>
        <translation>Strom hat seinen Preis in {code}, Claude in US-Dollar, und es gibt keinen Kurs: Was der Strom kostet und was netto gespart wurde, ist unbekannt.</translation>
    </message>
    <message>
        <source>Electricity is priced in {currency}, and there is no rate to US dollars, so net savings are unknown. Set usd_per_unit in [tariff].</source>
        <translation>Strom hat einen Preis in {currency}, aber es gibt keinen Kurs zum US-Dollar; die Nettoersparnis ist daher unbekannt. usd_per_unit in [tariff] setzen.</translation>
    </message>
    <message>
        <source>Embeddings for search</source>
        <translation>Einbettungen für die Suche</translation>
    </message>
    <message>
        <source>End that program, or choose another port with --port or ZIGGIE_PORT.</source>
        <translation>Beenden Sie dieses Programm, oder wählen Sie einen anderen Port mit --port oder ZIGGIE_PORT.</translation>
    </message>
    <message>
        <source>End with a user message, or let a local model answer.</source>
        <translation>Enden Sie mit einer Nachricht des Nutzers, oder lassen Sie ein lokales Modell antworten.</translation>
    </message>
    <message>
        <source>Energy is shown as an estimate meanwhile.</source>
        <translation>Die Energie wird solange als Schätzung gezeigt.</translation>
    </message>
    <message>
        <source>Estimated: cpu_tdp_w times the load.</source>
        <translation>Geschätzt: cpu_tdp_w mal die Auslastung.</translation>
    </message>
    <message>
        <source>Estimated: processor ({how}), {known} GPU{value}</source>
        <translation>Geschätzt: Prozessor ({how}), {known} GPU{value}</translation>
    </message>
    <message>
        <source>Every request is booked.</source>
        <translation>Jede Anfrage ist gebucht.</translation>
    </message>
    <message>
        <source>Export Usage or Cost as CSV from Anthropic&apos;s console and give that file as it is.</source>
        <translation>Exportieren Sie Verbrauch oder Kosten als CSV aus Anthropics Konsole, und geben Sie diese Datei an, wie sie ist.</translation>
    </message>
    <message>
        <source>Fetch it anew: ziggie-desktop verify {first} --repair</source>
        <translation>Holen Sie es neu: ziggie-desktop verify {first} --repair</translation>
    </message>
    <message>
        <source>Fetch or convert it anew.</source>
        <translation>Holen oder wandeln Sie sie neu.</translation>
    </message>
    <message>
        <source>For Ollama&apos;s system service: stop it, copy its folder, give the copy to the user ollama, then `sudo systemctl edit ollama.service` with the lines [Service] and Environment=&quot;OLLAMA_MODELS=/new/folder&quot;, and start it again.</source>
        <translation>Für Ollamas Systemdienst: Halten Sie ihn an, kopieren Sie seinen Ordner, geben Sie die Kopie dem Benutzer ollama, dann `sudo systemctl edit ollama.service` mit den Zeilen [Service] und Environment=&quot;OLLAMA_MODELS=/new/folder&quot;, und starten Sie ihn wieder.</translation>
    </message>
    <message>
        <source>For an estimate set cpu_tdp_w under [power] in settings.toml.</source>
        <translation>Für eine Schätzung setzen Sie cpu_tdp_w unter [power] in settings.toml.</translation>
    </message>
    <message>
        <source>For {words} on {rooms} card.</source>
        <translation>Für {words} auf {rooms} Karte.</translation>
    </message>
    <message>
        <source>For {words} on {rooms} cards.</source>
        <translation>Für {words} auf {rooms} Karten.</translation>
    </message>
    <message>
        <source>Free some disk space and check that Ziggie&apos;s folder may be written. It is tried again by itself.</source>
        <translation>Schaffen Sie Platz auf der Platte, und prüfen Sie, ob Ziggies Ordner beschreibbar ist. Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>Free space on the disk that holds the models, then retry.</source>
        <translation>Schaffen Sie Platz auf der Platte mit den Modellen, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Free space on the disk that holds the models.</source>
        <translation>Schaffen Sie Platz auf der Platte mit den Modellen.</translation>
    </message>
    <message>
        <source>Free space there and try again.</source>
        <translation>Schaffen Sie dort Platz, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Free space there and try again; what was downloaded is kept.</source>
        <translation>Schaffen Sie dort Platz, und versuchen Sie es noch einmal; was heruntergeladen ist, bleibt.</translation>
    </message>
    <message>
        <source>Free space there, name a folder on another disk, or remove models you do not use.</source>
        <translation>Schaffen Sie dort Platz, nennen Sie einen Ordner auf einer anderen Platte, oder entfernen Sie Modelle, die Sie nicht benutzen.</translation>
    </message>
    <message>
        <source>Free space there, or name a folder on another disk.</source>
        <translation>Schaffen Sie dort Platz, oder nennen Sie einen Ordner auf einer anderen Platte.</translation>
    </message>
    <message>
        <source>Free space there: `docker system df` shows what takes it.</source>
        <translation>Schaffen Sie dort Platz: `docker system df` zeigt, was ihn belegt.</translation>
    </message>
    <message>
        <source>Free the port, or install what is missing; or set engine.run = &quot;child&quot;.</source>
        <translation>Machen Sie den Port frei, oder installieren Sie, was fehlt; oder setzen Sie engine.run = &quot;child&quot;.</translation>
    </message>
    <message>
        <source>GET /v1/models lists them.</source>
        <translation>GET /v1/models listet sie auf.</translation>
    </message>
    <message>
        <source>General questions and text</source>
        <translation>Allgemeine Fragen und Texte</translation>
    </message>
    <message>
        <source>General use</source>
        <translation>Für alles</translation>
    </message>
    <message>
        <source>General use and many languages; reads pictures</source>
        <translation>Für alles und viele Sprachen; liest Bilder</translation>
    </message>
    <message>
        <source>General use and tools; reads pictures</source>
        <translation>Für alles und Werkzeuge; liest Bilder</translation>
    </message>
    <message>
        <source>General use and tools; thinks before it answers, and is fast for its size</source>
        <translation>Für alles und Werkzeuge; denkt nach, bevor es antwortet, und ist schnell für seine Größe</translation>
    </message>
    <message>
        <source>General use, large</source>
        <translation>Für alles, groß</translation>
    </message>
    <message>
        <source>General use; only a tenth of it works on each token, so that it is fast</source>
        <translation>Für alles; an jedem Token arbeitet nur ein Zehntel davon, darum ist es schnell</translation>
    </message>
    <message>
        <source>General use; thinks before it answers</source>
        <translation>Für alles; denkt nach, bevor es antwortet</translation>
    </message>
    <message>
        <source>Get a model first: ziggie-desktop pull llama3.2</source>
        <translation>Holen Sie zuerst ein Modell: ziggie-desktop pull llama3.2</translation>
    </message>
    <message>
        <source>Get a model that can, or let the request go to the cloud.</source>
        <translation>Holen Sie ein Modell, das es kann, oder lassen Sie die Anfrage in die Cloud gehen.</translation>
    </message>
    <message>
        <source>Get an embedding model, for example `ziggie-desktop pull nomic-embed-text`.</source>
        <translation>Holen Sie ein Modell für Einbettungen, zum Beispiel `ziggie-desktop pull nomic-embed-text`.</translation>
    </message>
    <message>
        <source>Get it with `ziggie-desktop pull {model}`, ask for one of `ziggie-desktop models`, or name a stand-in for it in policy.toml.</source>
        <translation>Holen Sie es mit `ziggie-desktop pull {model}`, fragen Sie eines aus `ziggie-desktop models`, oder nennen Sie in policy.toml einen Ersatz dafür.</translation>
    </message>
    <message>
        <source>Get one under Models, or with `ziggie-desktop pull llama3.2`.</source>
        <translation>Holen Sie eines unter Modelle, oder mit `ziggie-desktop pull llama3.2`.</translation>
    </message>
    <message>
        <source>Get one, for example `ziggie-desktop pull {name}`.</source>
        <translation>Holen Sie eines, zum Beispiel `ziggie-desktop pull {name}`.</translation>
    </message>
    <message>
        <source>Give 1 to 3650 days.</source>
        <translation>Geben Sie 1 bis 3650 Tage an.</translation>
    </message>
    <message>
        <source>Give a date such as 2026-11-22; days are UTC&apos;s here.</source>
        <translation>Geben Sie ein Datum an wie 2026-11-22; Tage sind hier die von UTC.</translation>
    </message>
    <message>
        <source>Give a month such as 2026-11.</source>
        <translation>Geben Sie einen Monat an wie 2026-11.</translation>
    </message>
    <message>
        <source>Give a time in from that lies before the one in to, and a longer step in seconds.</source>
        <translation>Geben Sie in from eine Zeit an, die vor der in to liegt, und einen längeren Schritt in Sekunden.</translation>
    </message>
    <message>
        <source>Give a time in from that lies before the one in to.</source>
        <translation>Geben Sie in from eine Zeit an, die vor der in to liegt.</translation>
    </message>
    <message>
        <source>Give a whole number from 1 to {most}.</source>
        <translation>Geben Sie eine ganze Zahl von 1 bis {most} an.</translation>
    </message>
    <message>
        <source>Give a whole number of seconds, at most a day.</source>
        <translation>Geben Sie eine ganze Zahl von Sekunden an, höchstens einen Tag.</translation>
    </message>
    <message>
        <source>Give an empty database; or to use the ledger that is there, set `[ledger] url` to it and restart Ziggie Desktop.</source>
        <translation>Geben Sie eine leere Datenbank an; oder um die Bücher dort zu benutzen, setzen Sie `[ledger] url` darauf, und starten Sie Ziggie Desktop neu.</translation>
    </message>
    <message>
        <source>Give another place; `ziggie-desktop ledger` says where it is.</source>
        <translation>Geben Sie einen anderen Ort an; `ziggie-desktop ledger` sagt, wo sie sind.</translation>
    </message>
    <message>
        <source>Give it like postgresql://USER@HOST:5432/DATABASE. The password belongs into the OS keyring (`ziggie-desktop ledger password`) or a file that PGPASSFILE names.</source>
        <translation>Geben Sie ihn an wie postgresql://USER@HOST:5432/DATABASE. Das Passwort gehört in den Schlüsselbund des Systems (`ziggie-desktop ledger password`) oder in eine Datei, die PGPASSFILE nennt.</translation>
    </message>
    <message>
        <source>Give one of {choices}.</source>
        <translation>Geben Sie eines davon an: {choices}.</translation>
    </message>
    <message>
        <source>Give one of {groups}.</source>
        <translation>Geben Sie eines davon an: {groups}.</translation>
    </message>
    <message>
        <source>Give one of {known}.</source>
        <translation>Geben Sie eines davon an: {known}.</translation>
    </message>
    <message>
        <source>Give one such as /data/ollama-models.</source>
        <translation>Geben Sie einen an wie /data/ollama-models.</translation>
    </message>
    <message>
        <source>Give one such as 0.34.4, or none for the newest.</source>
        <translation>Geben Sie eine an wie 0.34.4, oder keine für die neueste.</translation>
    </message>
    <message>
        <source>Give the X-Ziggie-Request-Id of an answer that you got.</source>
        <translation>Geben Sie die X-Ziggie-Request-Id einer Antwort an, die Sie bekommen haben.</translation>
    </message>
    <message>
        <source>Give the id that its answer carried in X-Ziggie-Request-Id; of requests older than [ledger] keep_days only the sums are kept.</source>
        <translation>Geben Sie die Id an, die ihre Antwort in X-Ziggie-Request-Id trug; von Anfragen, die älter als [ledger] keep_days sind, bleiben nur die Summen.</translation>
    </message>
    <message>
        <source>Give the time of the use in at, such as 2026-11-22T14:05:00Z.</source>
        <translation>Geben Sie die Zeit des Verbrauchs in at an, etwa 2026-11-22T14:05:00Z.</translation>
    </message>
    <message>
        <source>Give the whole path of the file: the service has another working folder.</source>
        <translation>Geben Sie den ganzen Pfad der Datei an: Der Dienst arbeitet in einem anderen Ordner.</translation>
    </message>
    <message>
        <source>Give your user the right to read the models and to write there.</source>
        <translation>Geben Sie Ihrem Benutzer das Recht, die Modelle zu lesen und dort zu schreiben.</translation>
    </message>
    <message>
        <source>Give your user the right to read the program and the models folder.</source>
        <translation>Geben Sie Ihrem Benutzer das Recht, das Programm und den Modellordner zu lesen.</translation>
    </message>
    <message>
        <source>Give your user the right to write there, or name another folder.</source>
        <translation>Geben Sie Ihrem Benutzer das Recht, dort zu schreiben, oder nennen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Give {least_s} to {most_s} seconds.</source>
        <translation>Geben Sie {least_s} bis {most_s} Sekunden an.</translation>
    </message>
    <message>
        <source>Give {wanted}.</source>
        <translation>Geben Sie an: {wanted}.</translation>
    </message>
    <message>
        <source>If it stays away, restart the computer and look at its driver.</source>
        <translation>Wenn sie fortbleibt, starten Sie den Rechner neu, und sehen Sie nach ihrem Treiber.</translation>
    </message>
    <message>
        <source>Input Tokens</source>
        <translation>Token hinein</translation>
    </message>
    <message>
        <source>Install Ollama (https://ollama.com/download) or name it with ZIGGIE_OLLAMA.</source>
        <translation>Installieren Sie Ollama (https://ollama.com/download), oder nennen Sie es mit ZIGGIE_OLLAMA.</translation>
    </message>
    <message>
        <source>Install Ollama another way and name it with ZIGGIE_OLLAMA.</source>
        <translation>Installieren Sie Ollama auf anderem Weg, und nennen Sie es mit ZIGGIE_OLLAMA.</translation>
    </message>
    <message>
        <source>Install Ollama with its own installer, name the unit with engine.unit, or set engine.run = &quot;child&quot;.</source>
        <translation>Installieren Sie Ollama mit seinem eigenen Installationsprogramm, nennen Sie die Unit mit engine.unit, oder setzen Sie engine.run = &quot;child&quot;.</translation>
    </message>
    <message>
        <source>Install it with: pip install &apos;ziggie-desktop[parquet]&apos;, or ask for format=focus, which is CSV.</source>
        <translation>Installieren Sie es mit: pip install &apos;ziggie-desktop[parquet]&apos;, oder verlangen Sie format=focus, das ist CSV.</translation>
    </message>
    <message>
        <source>Install it with: pip install &apos;ziggie-desktop[postgres]&apos;, or take `[ledger] url` out.</source>
        <translation>Installieren Sie ihn mit: pip install &apos;ziggie-desktop[postgres]&apos;, oder nehmen Sie `[ledger] url` heraus.</translation>
    </message>
    <message>
        <source>Install the NVIDIA Container Toolkit and run `sudo nvidia-ctk runtime configure --runtime=docker`, then restart Docker; or set engine.gpus = [&quot;none&quot;].</source>
        <translation>Installieren Sie das NVIDIA Container Toolkit, führen Sie `sudo nvidia-ctk runtime configure --runtime=docker` aus, und starten Sie Docker neu; oder setzen Sie engine.gpus = [&quot;none&quot;].</translation>
    </message>
    <message>
        <source>It answered {share} of the time, below your goal of {goal}.</source>
        <translation>Es antwortete {share} der Zeit, das liegt unter Ihrem Ziel von {goal}.</translation>
    </message>
    <message>
        <source>It cannot be replaced ({why}): ziggie-desktop remove {first}, then pull {first2}.</source>
        <translation>Es lässt sich nicht ersetzen ({why}): ziggie-desktop remove {first}, dann pull {first2}.</translation>
    </message>
    <message>
        <source>It cannot be told where this Ollama keeps its models.</source>
        <translation>Es ist nicht herauszufinden, wo dieses Ollama seine Modelle hat.</translation>
    </message>
    <message>
        <source>It does not fit into the GPUs&apos; memory; that {how}.</source>
        <translation>Es passt nicht in den Speicher der GPUs; das {how}.</translation>
    </message>
    <message>
        <source>It is being fetched anew.</source>
        <translation>Es wird neu geholt.</translation>
    </message>
    <message>
        <source>It is not clear which GPU is meant.</source>
        <translation>Es ist nicht klar, welche GPU gemeint ist.</translation>
    </message>
    <message>
        <source>It is not known yet what GPU there is.</source>
        <translation>Noch ist nicht bekannt, welche GPU es gibt.</translation>
    </message>
    <message>
        <source>It is not known yet what GPU there is: ask again in a moment.</source>
        <translation>Noch ist nicht bekannt, welche GPU es gibt: Fragen Sie gleich noch einmal.</translation>
    </message>
    <message>
        <source>It is probably still answering somebody: wait for that, or restart the engine.</source>
        <translation>Es antwortet wohl noch jemandem: Warten Sie das ab, oder starten Sie die Engine neu.</translation>
    </message>
    <message>
        <source>It is pushed out of memory again and again.</source>
        <translation>Es wird immer wieder aus dem Speicher gedrängt.</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>It knows: {value}.</source>
        <translation>Er kennt: {value}.</translation>
    </message>
    <message>
        <source>It takes {get}.</source>
        <translation>Möglich ist: {get}.</translation>
    </message>
    <message>
        <source>It was not looked at yet.</source>
        <translation>Es wurde noch nicht nachgesehen.</translation>
    </message>
    <message>
        <source>Its file fits, but what its context takes is not known.</source>
        <translation>Seine Datei passt, aber was sein Kontext braucht, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Its folder or file may not be written.</source>
        <translation>Ihr Ordner oder ihre Datei lässt sich nicht beschreiben.</translation>
    </message>
    <message>
        <source>Its last lines are in {log}.</source>
        <translation>Ihre letzten Zeilen stehen in {log}.</translation>
    </message>
    <message>
        <source>Its registry cannot be reached: verify again with --repair when it can.</source>
        <translation>Sein Register ist nicht zu erreichen: Prüfen Sie noch einmal mit --repair, wenn es das ist.</translation>
    </message>
    <message>
        <source>Its writer stopped by a fault of ours; restart Ziggie Desktop.</source>
        <translation>Ihr Schreiber hielt durch einen Fehler von uns an; starten Sie Ziggie Desktop neu.</translation>
    </message>
    <message>
        <source>Judge answers alone; what failed is counted as such already.</source>
        <translation>Beurteilen Sie nur Antworten; was scheiterte, ist schon als solches gezählt.</translation>
    </message>
    <message>
        <source>Judge answers of local models, and of the real Claude.</source>
        <translation>Beurteilen Sie Antworten lokaler Modelle und des echten Claude.</translation>
    </message>
    <message>
        <source>Keep it for {keep_s} after an answer.</source>
        <translation>Halten Sie es nach einer Antwort {keep_s} lang.</translation>
    </message>
    <message>
        <source>Keep it loaded: its idle power costs less than waiting for it.</source>
        <translation>Halten Sie es geladen: Seine Leistung im Leerlauf kostet weniger, als darauf zu warten.</translation>
    </message>
    <message>
        <source>Keep one rule at least; one without conditions matches every request.</source>
        <translation>Behalten Sie mindestens eine Regel; eine ohne Bedingungen passt auf jede Anfrage.</translation>
    </message>
    <message>
        <source>Keep {model} loaded for {time} after an answer.</source>
        <translation>Halten Sie {model} nach einer Antwort {time} lang geladen.</translation>
    </message>
    <message>
        <source>Keeping models loaded cost {cost}, more than local answers saved. Unload them sooner.</source>
        <translation>Modelle geladen zu halten kostete {cost}, mehr als lokale Antworten sparten. Entladen Sie sie früher.</translation>
    </message>
    <message>
        <source>Leave X-Ziggie-Component out, or make a token with `ziggie-desktop token create NAME`.</source>
        <translation>Lassen Sie X-Ziggie-Component weg, oder legen Sie ein Token an mit `ziggie-desktop token create NAME`.</translation>
    </message>
    <message>
        <source>Leave it out, or allow the request to go to the side that speaks its dialect.</source>
        <translation>Lassen Sie es weg, oder erlauben Sie, dass die Anfrage an die Seite geht, die diesen Dialekt spricht.</translation>
    </message>
    <message>
        <source>Leave it out, or let a local model answer.</source>
        <translation>Lassen Sie es weg, oder lassen Sie ein lokales Modell antworten.</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>Lassen Sie es weg.</translation>
    </message>
    <message>
        <source>Leave logprobs out, or let a local model answer.</source>
        <translation>Lassen Sie logprobs weg, oder lassen Sie ein lokales Modell antworten.</translation>
    </message>
    <message>
        <source>Leave the tool out, or allow the request to go to the cloud.</source>
        <translation>Lassen Sie das Werkzeug weg, oder erlauben Sie, dass die Anfrage in die Cloud geht.</translation>
    </message>
    <message>
        <source>Leave the tool out, or offer it as a function.</source>
        <translation>Lassen Sie das Werkzeug weg, oder bieten Sie es als Funktion an.</translation>
    </message>
    <message>
        <source>Let your user read that file, then verify again.</source>
        <translation>Lassen Sie Ihren Benutzer diese Datei lesen, und prüfen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Let your user read that folder (for a system service: add yourself to the group ollama), or name it with engine.models in settings.toml.</source>
        <translation>Lassen Sie Ihren Benutzer diesen Ordner lesen (bei einem Systemdienst: nehmen Sie sich in die Gruppe ollama auf), oder nennen Sie ihn mit engine.models in settings.toml.</translation>
    </message>
    <message>
        <source>Let {cloud_model} answer {component}, or take a smaller local model for it.</source>
        <translation>Lassen Sie {cloud_model} antworten auf: {component}, oder nehmen Sie dafür ein kleineres lokales Modell.</translation>
    </message>
    <message>
        <source>Line {line} of the Modelfile is wrong: {what}.</source>
        <translation>Zeile {line} des Modelfile ist falsch: {what}.</translation>
    </message>
    <message>
        <source>Local answers cost more than they saved: {net} in the month.</source>
        <translation>Lokale Antworten kosteten mehr, als sie sparten: {net} in diesem Monat.</translation>
    </message>
    <message>
        <source>Look at `ziggie-desktop doctor`, then import the file again; it counts once.</source>
        <translation>Sehen Sie `ziggie-desktop doctor` an, und importieren Sie die Datei dann noch einmal; sie zählt nur einmal.</translation>
    </message>
    <message>
        <source>Look at `ziggie-desktop doctor`, then move it again.</source>
        <translation>Sehen Sie `ziggie-desktop doctor` an, und ziehen Sie dann noch einmal um.</translation>
    </message>
    <message>
        <source>Look at it as it is now, then change it again.</source>
        <translation>Sehen Sie sie an, wie sie jetzt ist, und ändern Sie sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Look at its fans and at the air around it, or unload the models for a while.</source>
        <translation>Sehen Sie nach den Lüftern und der Luft um sie herum, oder entladen Sie die Modelle eine Weile.</translation>
    </message>
    <message>
        <source>Look at its state with `ziggie-desktop status`, and try again.</source>
        <translation>Sehen Sie mit `ziggie-desktop status` nach ihrem Zustand, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Look at the dashboard for what is wrong, then ask again.</source>
        <translation>Die Übersicht zeigt, was nicht stimmt; fragen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Look at the disk of the new place, then move it again.</source>
        <translation>Sehen Sie nach der Platte am neuen Ort, und ziehen Sie dann noch einmal um.</translation>
    </message>
    <message>
        <source>Look at the engine&apos;s log (ziggie-desktop logs).</source>
        <translation>Sehen Sie ins Protokoll der Engine (ziggie-desktop logs).</translation>
    </message>
    <message>
        <source>Look at the log: ziggie-desktop logs</source>
        <translation>Sehen Sie ins Protokoll: ziggie-desktop logs</translation>
    </message>
    <message>
        <source>Look into the log (`ziggie-desktop logs`) and report what it says.</source>
        <translation>Sehen Sie ins Protokoll (`ziggie-desktop logs`), und melden Sie, was dort steht.</translation>
    </message>
    <message>
        <source>Looking for the key.</source>
        <translation>Der Schlüssel wird gesucht.</translation>
    </message>
    <message>
        <source>Make a token with `ziggie-desktop token create NAME` and send it.</source>
        <translation>Legen Sie ein Token an mit `ziggie-desktop token create NAME`, und senden Sie es mit.</translation>
    </message>
    <message>
        <source>Make it a folder that you may read and write, or name another one with ZIGGIE_HOME or --home.</source>
        <translation>Machen Sie ihn zu einem Ordner, den Sie lesen und beschreiben dürfen, oder nennen Sie einen anderen mit ZIGGIE_HOME oder --home.</translation>
    </message>
    <message>
        <source>Make it writable for you and try again.</source>
        <translation>Machen Sie es für sich beschreibbar, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Make one with `ziggie-desktop token create NAME` and send it as &apos;Authorization: Bearer TOKEN&apos; or &apos;X-Api-Key: TOKEN&apos;.</source>
        <translation>Legen Sie eines an mit `ziggie-desktop token create NAME`, und senden Sie es als &apos;Authorization: Bearer TOKEN&apos; oder &apos;X-Api-Key: TOKEN&apos;.</translation>
    </message>
    <message>
        <source>Make room on the disk of Ziggie&apos;s home, or make it writable; where the ledger is in PostgreSQL, see that its server runs. Requests go on being answered meanwhile; they are written down as soon as that works again.</source>
        <translation>Schaffen Sie Platz auf der Platte mit Ziggies Ordner, oder machen Sie ihn beschreibbar; wo die Bücher in PostgreSQL liegen, sorgen Sie dafür, dass dessen Server läuft. Anfragen werden solange weiter beantwortet; sie werden aufgeschrieben, sobald das wieder geht.</translation>
    </message>
    <message>
        <source>Make sure that the service and this program have the same version</source>
        <translation>Sorgen Sie dafür, dass der Dienst und dieses Programm dieselbe Version haben</translation>
    </message>
    <message>
        <source>Make {path} readable; until then the old policy stays.</source>
        <translation>Machen Sie {path} lesbar; bis dahin gelten die alten Regeln.</translation>
    </message>
    <message>
        <source>Make {path} writable, then save again.</source>
        <translation>Machen Sie {path} beschreibbar, und speichern Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Mend settings.toml (or move it away to start from the defaults); until then the settings that were in force before stay.</source>
        <translation>Berichtigen Sie settings.toml (oder legen Sie sie beiseite, um mit den Vorgaben zu beginnen); bis dahin gelten die bisherigen Einstellungen.</translation>
    </message>
    <message>
        <source>Mend that line; https://docs.ollama.com/modelfile says what may stand there.</source>
        <translation>Berichtigen Sie diese Zeile; https://docs.ollama.com/modelfile sagt, was dort stehen darf.</translation>
    </message>
    <message>
        <source>Mend the file and save it; until then the policy that was in force before stays.</source>
        <translation>Berichtigen und speichern Sie die Datei; bis dahin gelten die bisherigen Regeln.</translation>
    </message>
    <message>
        <source>Mend the file first.</source>
        <translation>Berichtigen Sie zuerst die Datei.</translation>
    </message>
    <message>
        <source>Models are the owner&apos;s to change: `ziggie-desktop pull`, `remove`, `create` or `copy`.</source>
        <translation>Die Modelle ändert nur der Besitzer: `ziggie-desktop pull`, `remove`, `create` oder `copy`.</translation>
    </message>
    <message>
        <source>More than one token was sent.</source>
        <translation>Es wurde mehr als ein Token gesendet.</translation>
    </message>
    <message>
        <source>Name a GGUF file.</source>
        <translation>Nennen Sie eine GGUF-Datei.</translation>
    </message>
    <message>
        <source>Name a GGUF file: weights in other forms must be converted first.</source>
        <translation>Nennen Sie eine GGUF-Datei: Gewichte in anderer Form müssen erst umgewandelt werden.</translation>
    </message>
    <message>
        <source>Name a folder beside it, or on another disk.</source>
        <translation>Nennen Sie einen Ordner daneben oder auf einer anderen Platte.</translation>
    </message>
    <message>
        <source>Name a text file with a FROM line, or a GGUF file.</source>
        <translation>Nennen Sie eine Textdatei mit einer FROM-Zeile oder eine GGUF-Datei.</translation>
    </message>
    <message>
        <source>Name an empty or a new folder; nothing there is overwritten.</source>
        <translation>Nennen Sie einen leeren oder neuen Ordner; nichts dort wird überschrieben.</translation>
    </message>
    <message>
        <source>Name another folder, or see the engine&apos;s log (ziggie-desktop logs).</source>
        <translation>Nennen Sie einen anderen Ordner, oder sehen Sie ins Protokoll der Engine (ziggie-desktop logs).</translation>
    </message>
    <message>
        <source>Name another folder.</source>
        <translation>Nennen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Name it as Ollama does, for instance &quot;llama3.1:8b&quot;.</source>
        <translation>Nennen Sie es, wie Ollama es tut, zum Beispiel „llama3.1:8b“.</translation>
    </message>
    <message>
        <source>Name one by its UUID; there is {names}.</source>
        <translation>Nennen Sie eine mit ihrer UUID; es gibt {names}.</translation>
    </message>
    <message>
        <source>No Ziggie service answers at {url}</source>
        <translation>Unter {url} antwortet kein Ziggie-Dienst</translation>
    </message>
    <message>
        <source>No card reads so ({error}). Read the wall meter again.</source>
        <translation>Keine Karte liest so ab ({error}). Lesen Sie das Messgerät an der Steckdose noch einmal ab.</translation>
    </message>
    <message>
        <source>No load was measured yet: it lay in memory each time.</source>
        <translation>Noch wurde kein Laden gemessen: Es lag jedes Mal im Speicher.</translation>
    </message>
    <message>
        <source>No local model is installed, so every request goes to the cloud.</source>
        <translation>Kein lokales Modell ist vorhanden, darum geht jede Anfrage in die Cloud.</translation>
    </message>
    <message>
        <source>No registry has it: remove {first} and create it anew.</source>
        <translation>Kein Register hat es: Entfernen Sie {first}, und erzeugen Sie es neu.</translation>
    </message>
    <message>
        <source>No requests in this month.</source>
        <translation>Keine Anfragen in diesem Monat.</translation>
    </message>
    <message>
        <source>No token was sent.</source>
        <translation>Es wurde kein Token gesendet.</translation>
    </message>
    <message>
        <source>Not in force before Ollama is started again: {names}.</source>
        <translation>Gilt erst, wenn Ollama neu gestartet ist: {names}.</translation>
    </message>
    <message>
        <source>Nothing is being done to Ollama.</source>
        <translation>An Ollama wird gerade nichts getan.</translation>
    </message>
    <message>
        <source>Nothing is kept here: an answer is there once, when it is asked for.</source>
        <translation>Hier wird nichts aufgehoben: Eine Antwort gibt es einmal, wenn nach ihr gefragt wird.</translation>
    </message>
    <message>
        <source>Nothing needs to change.</source>
        <translation>Nichts muss sich ändern.</translation>
    </message>
    <message>
        <source>Nothing was installed. Do not use this source of releases.</source>
        <translation>Nichts wurde installiert. Benutzen Sie diese Quelle von Versionen nicht.</translation>
    </message>
    <message>
        <source>OLLAMA_HOST names {url}, which is not this machine</source>
        <translation>OLLAMA_HOST nennt {url}, das ist nicht dieser Rechner</translation>
    </message>
    <message>
        <source>OLLAMA_MODELS names the models folder: {named}. That holds against the settings.</source>
        <translation>OLLAMA_MODELS nennt den Modellordner: {named}. Das gilt vor den Einstellungen.</translation>
    </message>
    <message>
        <source>Offer them in the field tools.</source>
        <translation>Bieten Sie sie im Feld tools an.</translation>
    </message>
    <message>
        <source>Ollama answered with status {status}</source>
        <translation>Ollama antwortete mit Status {status}</translation>
    </message>
    <message>
        <source>Ollama answers, but {model} generated nothing in {canary_timeout_s} s</source>
        <translation>Ollama antwortet, aber {model} hat in {canary_timeout_s} s nichts erzeugt</translation>
    </message>
    <message>
        <source>Ollama broke off while it made {name}.</source>
        <translation>Ollama brach ab, während es {name} erzeugte.</translation>
    </message>
    <message>
        <source>Ollama cannot be reached: {why}.</source>
        <translation>Ollama ist nicht zu erreichen: {why}.</translation>
    </message>
    <message>
        <source>Ollama cannot make {name}: {value}.</source>
        <translation>Ollama kann {name} nicht erzeugen: {value}.</translation>
    </message>
    <message>
        <source>Ollama did not answer within {start_timeout_s} s of its start</source>
        <translation>Ollama antwortete nicht innerhalb von {start_timeout_s} s nach seinem Start</translation>
    </message>
    <message>
        <source>Ollama did not answer {path} in time.</source>
        <translation>Ollama antwortete auf {path} nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>Ollama ended</source>
        <translation>Ollama endete</translation>
    </message>
    <message>
        <source>Ollama ended with status {status}</source>
        <translation>Ollama endete mit Status {status}</translation>
    </message>
    <message>
        <source>Ollama gave no reason</source>
        <translation>Ollama nannte keinen Grund</translation>
    </message>
    <message>
        <source>Ollama has no release for {system} on {value}.</source>
        <translation>Für {system} auf {value} gibt es keine Version von Ollama.</translation>
    </message>
    <message>
        <source>Ollama is being changed this moment; that is not cut short.</source>
        <translation>Ollama wird gerade umgestellt; das wird nicht abgebrochen.</translation>
    </message>
    <message>
        <source>Ollama is busy: {value}.</source>
        <translation>Ollama ist beschäftigt: {value}.</translation>
    </message>
    <message>
        <source>Ollama is {state}: {reason}.</source>
        <translation>Ollama ist {state}: {reason}.</translation>
    </message>
    <message>
        <source>Ollama needs {needed} GB, unpacked; {folder} has {free} GB free.</source>
        <translation>Ollama braucht entpackt {needed} GB; {folder} hat {free} GB frei.</translation>
    </message>
    <message>
        <source>Ollama refused the download</source>
        <translation>Ollama lehnte den Download ab</translation>
    </message>
    <message>
        <source>Ollama refused with status {status}: {value}.</source>
        <translation>Ollama lehnte mit Status {status} ab: {value}.</translation>
    </message>
    <message>
        <source>Ollama says that {name} is unloaded, but its memory on the GPU is not free.</source>
        <translation>Ollama sagt, {name} sei entladen, aber sein Speicher auf der GPU ist nicht frei.</translation>
    </message>
    <message>
        <source>Ollama sent a line longer than 16 MiB</source>
        <translation>Ollama sandte eine Zeile, die länger als 16 MiB ist</translation>
    </message>
    <message>
        <source>Ollama sent a line that is not readable</source>
        <translation>Ollama sandte eine Zeile, die nicht lesbar ist</translation>
    </message>
    <message>
        <source>Ollama was ended by {name}</source>
        <translation>Ollama wurde beendet durch {name}</translation>
    </message>
    <message>
        <source>Ollama was not idle within {idle_timeout_s} minutes: {said}.</source>
        <translation>Ollama war {idle_timeout_s} Minuten lang nie untätig: {said}.</translation>
    </message>
    <message>
        <source>Ollama {latest} is there; {installed} is in use.</source>
        <translation>Ollama {latest} ist da; in Gebrauch ist {installed}.</translation>
    </message>
    <message>
        <source>Ollama {value}</source>
        <translation>Ollama {value}</translation>
    </message>
    <message>
        <source>Ollama {version} did not prove itself: {wrong}; {again}.</source>
        <translation>Ollama {version} hat sich nicht bewährt: {wrong}; {again}.</translation>
    </message>
    <message>
        <source>Ollama {version} has no {wanted}.</source>
        <translation>Zu Ollama {version} gibt es kein {wanted}.</translation>
    </message>
    <message>
        <source>Ollama {version} is in use already</source>
        <translation>Ollama {version} ist schon in Gebrauch</translation>
    </message>
    <message>
        <source>Ollama {version} is installed</source>
        <translation>Ollama {version} ist installiert</translation>
    </message>
    <message>
        <source>Ollama {version} is installed already.</source>
        <translation>Ollama {version} ist schon installiert.</translation>
    </message>
    <message>
        <source>Ollama {version} is the newest there is</source>
        <translation>Ollama {version} ist das neueste</translation>
    </message>
    <message>
        <source>Ollama {version} tells no checksum for {name}, so it is not installed.</source>
        <translation>Ollama {version} nennt keine Prüfsumme für {name}, darum wird es nicht installiert.</translation>
    </message>
    <message>
        <source>Ollama&apos;s answer ended before it was complete</source>
        <translation>Ollamas Antwort endete, bevor sie vollständig war</translation>
    </message>
    <message>
        <source>Ollama&apos;s own app</source>
        <translation>Ollamas eigene App</translation>
    </message>
    <message>
        <source>Ollama&apos;s tool call is not readable</source>
        <translation>Ollamas Werkzeugaufruf ist nicht lesbar</translation>
    </message>
    <message>
        <source>Only the owner&apos;s token may do this.</source>
        <translation>Das darf nur das Token des Besitzers.</translation>
    </message>
    <message>
        <source>Other web sites may not call here.</source>
        <translation>Andere Webseiten dürfen hier nicht anfragen.</translation>
    </message>
    <message>
        <source>Output Tokens</source>
        <translation>Token heraus</translation>
    </message>
    <message>
        <source>PARAMETER {key} has no value</source>
        <translation>PARAMETER {key} hat keinen Wert</translation>
    </message>
    <message>
        <source>Parquet cannot be written: pyarrow is not installed.</source>
        <translation>Parquet lässt sich nicht schreiben: pyarrow ist nicht installiert.</translation>
    </message>
    <message>
        <source>Port {port} is in use by {who}.</source>
        <translation>Port {port} ist belegt von {who}.</translation>
    </message>
    <message>
        <source>Port {port} is in use.</source>
        <translation>Port {port} ist belegt.</translation>
    </message>
    <message>
        <source>Put the folder itself in its place, then move.</source>
        <translation>Setzen Sie den Ordner selbst an diese Stelle, und verschieben Sie dann.</translation>
    </message>
    <message>
        <source>Put the real file there, or set ZIGGIE_HOME to the place where it lies.</source>
        <translation>Legen Sie die echte Datei dorthin, oder setzen Sie ZIGGIE_HOME auf den Ort, an dem sie liegt.</translation>
    </message>
    <message>
        <source>Raise `usd` of that budget in policy.toml, use local models, or wait until {ends}.</source>
        <translation>Erhöhen Sie `usd` dieses Budgets in policy.toml, benutzen Sie lokale Modelle, oder warten Sie bis {ends}.</translation>
    </message>
    <message>
        <source>Releases are not fetched from {scheme}://{host}: it is not protected by TLS.</source>
        <translation>Versionen werden nicht von {scheme}://{host} geholt: Das ist nicht durch TLS geschützt.</translation>
    </message>
    <message>
        <source>Remove a model you do not use, or free space there.</source>
        <translation>Entfernen Sie ein Modell, das Sie nicht benutzen, oder schaffen Sie dort Platz.</translation>
    </message>
    <message>
        <source>Remove the model that it belongs to and pull it again; then move.</source>
        <translation>Entfernen Sie das Modell, zu dem sie gehört, und holen Sie es neu; verschieben Sie dann.</translation>
    </message>
    <message>
        <source>Restart it the way it was started: {owner}.</source>
        <translation>Starten Sie es so neu, wie es gestartet war: {owner}.</translation>
    </message>
    <message>
        <source>Restart the computer; if it comes back after sleep, update the NVIDIA driver (on Windows to 596.36 or newer). {meanwhile}</source>
        <translation>Starten Sie den Rechner neu; kommt es nach dem Ruhezustand wieder, erneuern Sie den NVIDIA-Treiber (unter Windows auf 596.36 oder neuer). {meanwhile}</translation>
    </message>
    <message>
        <source>Restart the engine when it suits you: `ziggie-desktop engine restart`.</source>
        <translation>Starten Sie die Engine neu, wenn es Ihnen passt: `ziggie-desktop engine restart`.</translation>
    </message>
    <message>
        <source>Restart the engine, so that it looks for the GPU anew. If it comes back after sleep, reload the driver (Linux: rmmod nvidia_uvm &amp;&amp; modprobe nvidia_uvm). If it is meant to be there, set num_gpu = 0 for it under [engine.options_by_model].</source>
        <translation>Starten Sie die Engine neu, damit sie die GPU neu sucht. Kommt es nach dem Ruhezustand wieder, laden Sie den Treiber neu (Linux: rmmod nvidia_uvm &amp;&amp; modprobe nvidia_uvm). Soll es dort sein, setzen Sie dafür num_gpu = 0 unter [engine.options_by_model].</translation>
    </message>
    <message>
        <source>Restart the engine, then look again.</source>
        <translation>Starten Sie die Engine neu, und sehen Sie dann noch einmal nach.</translation>
    </message>
    <message>
        <source>Restart the engine.</source>
        <translation>Starten Sie die Engine neu.</translation>
    </message>
    <message>
        <source>Restart the engine. If that does not help, restart the machine: its GPU hangs.</source>
        <translation>Starten Sie die Engine neu. Hilft das nicht, starten Sie den Rechner neu: Seine GPU hängt.</translation>
    </message>
    <message>
        <source>Restart the machine if it does not come back by itself.</source>
        <translation>Starten Sie den Rechner neu, wenn sie nicht von selbst wiederkommt.</translation>
    </message>
    <message>
        <source>Restore it from a backup, or move it away and create the components&apos; tokens anew.</source>
        <translation>Spielen Sie sie aus einer Sicherung zurück, oder legen Sie sie beiseite und die Token der Komponenten neu an.</translation>
    </message>
    <message>
        <source>Resume it first, then move it.</source>
        <translation>Setzen Sie ihn zuerst fort, und verschieben Sie ihn dann.</translation>
    </message>
    <message>
        <source>Revoke it first: `ziggie-desktop token revoke {name}`.</source>
        <translation>Widerrufen Sie es zuerst: `ziggie-desktop token revoke {name}`.</translation>
    </message>
    <message>
        <source>Run `ollama serve` in a terminal to see what it says, then start the engine.{where}</source>
        <translation>Führen Sie `ollama serve` in einem Terminal aus, um zu sehen, was es sagt, und starten Sie dann die Engine.{where}</translation>
    </message>
    <message>
        <source>Run `sudo usermod -aG docker $USER` and log in again, or use rootless Docker.</source>
        <translation>Führen Sie `sudo usermod -aG docker $USER` aus, und melden Sie sich neu an, oder benutzen Sie Docker ohne root.</translation>
    </message>
    <message>
        <source>Run in a terminal (or with pkexec instead of sudo): {verb}</source>
        <translation>Führen Sie in einem Terminal aus (oder mit pkexec statt sudo): {verb}</translation>
    </message>
    <message>
        <source>Run in a terminal: {wanted}</source>
        <translation>Führen Sie in einem Terminal aus: {wanted}</translation>
    </message>
    <message>
        <source>Savings are below your target of {goal} a month.</source>
        <translation>Die Ersparnis liegt unter Ihrem Ziel von {goal} im Monat.</translation>
    </message>
    <message>
        <source>Say what one {code} is in US dollars: `usd_per_unit` in [tariff], or the rate beside the price of electricity in the settings.</source>
        <translation>Sagen Sie, was ein {code} in US-Dollar ist: `usd_per_unit` in [tariff], oder der Kurs neben dem Strompreis in den Einstellungen.</translation>
    </message>
    <message>
        <source>See /openapi.json for all routes.</source>
        <translation>Alle Wege stehen in /openapi.json.</translation>
    </message>
    <message>
        <source>See /openapi.json for the route&apos;s schema.</source>
        <translation>Das Schema des Weges steht in /openapi.json.</translation>
    </message>
    <message>
        <source>See `docker logs {container}`, or set engine.run = &quot;child&quot;.</source>
        <translation>Sehen Sie `docker logs {container}` an, oder setzen Sie engine.run = &quot;child&quot;.</translation>
    </message>
    <message>
        <source>See `ziggie-desktop status` for the engine&apos;s state.</source>
        <translation>`ziggie-desktop status` zeigt den Zustand der Engine.</translation>
    </message>
    <message>
        <source>See `ziggie-desktop token list`.</source>
        <translation>Siehe `ziggie-desktop token list`.</translation>
    </message>
    <message>
        <source>See that the PostgreSQL server of `[ledger] url` runs and lets us in.</source>
        <translation>Sorgen Sie dafür, dass der PostgreSQL-Server aus `[ledger] url` läuft und uns einlässt.</translation>
    </message>
    <message>
        <source>See that the PostgreSQL server of `[ledger] url` runs and lets us in. It is tried again by itself.</source>
        <translation>Sorgen Sie dafür, dass der PostgreSQL-Server aus `[ledger] url` läuft und uns einlässt. Es wird von selbst wieder versucht.</translation>
    </message>
    <message>
        <source>See the engine&apos;s log (`ziggie-desktop logs`).</source>
        <translation>Sehen Sie ins Protokoll der Engine (`ziggie-desktop logs`).</translation>
    </message>
    <message>
        <source>See the engine&apos;s log (ziggie-desktop logs).</source>
        <translation>Sehen Sie ins Protokoll der Engine (ziggie-desktop logs).</translation>
    </message>
    <message>
        <source>See the list: ziggie-desktop jobs</source>
        <translation>Siehe die Liste: ziggie-desktop jobs</translation>
    </message>
    <message>
        <source>See the list: ziggie-desktop pulls</source>
        <translation>Siehe die Liste: ziggie-desktop pulls</translation>
    </message>
    <message>
        <source>See what `docker inspect` prints, or set engine.run = &quot;child&quot;.</source>
        <translation>Sehen Sie, was `docker inspect` ausgibt, oder setzen Sie engine.run = &quot;child&quot;.</translation>
    </message>
    <message>
        <source>See what it says: journalctl --user -u {unit} -n 50</source>
        <translation>Sehen Sie, was es sagt: journalctl --user -u {unit} -n 50</translation>
    </message>
    <message>
        <source>See what it says: journalctl -u {unit} -n 50</source>
        <translation>Sehen Sie, was es sagt: journalctl -u {unit} -n 50</translation>
    </message>
    <message>
        <source>See with ziggie-desktop doctor which program holds Ollama&apos;s port.</source>
        <translation>ziggie-desktop doctor zeigt, welches Programm Ollamas Port hält.</translation>
    </message>
    <message>
        <source>See: ziggie-desktop engine status</source>
        <translation>Siehe: ziggie-desktop engine status</translation>
    </message>
    <message>
        <source>Send a smaller num_ctx, raise the model&apos;s context in the settings ([engine.num_ctx_by_model]), or let the request go to the cloud.</source>
        <translation>Senden Sie ein kleineres num_ctx, erhöhen Sie den Kontext des Modells in den Einstellungen ([engine.num_ctx_by_model]), oder lassen Sie die Anfrage in die Cloud gehen.</translation>
    </message>
    <message>
        <source>Send a smaller one.</source>
        <translation>Senden Sie etwas Kleineres.</translation>
    </message>
    <message>
        <source>Send it without Content-Encoding.</source>
        <translation>Senden Sie ihn ohne Content-Encoding.</translation>
    </message>
    <message>
        <source>Send less at a time.</source>
        <translation>Senden Sie weniger auf einmal.</translation>
    </message>
    <message>
        <source>Send one prompt in each request.</source>
        <translation>Senden Sie je Anfrage einen Prompt.</translation>
    </message>
    <message>
        <source>Send text; token numbers of another model&apos;s tokenizer mean nothing here.</source>
        <translation>Senden Sie Text; Nummern von Token aus dem Tokenizer eines anderen Modells bedeuten hier nichts.</translation>
    </message>
    <message>
        <source>Send the image itself in base64, or allow the request to go to the cloud.</source>
        <translation>Senden Sie das Bild selbst in base64, oder erlauben Sie, dass die Anfrage in die Cloud geht.</translation>
    </message>
    <message>
        <source>Send the requests one by one; batches and files are had from the provider itself alone.</source>
        <translation>Die Anfragen einzeln senden; Stapel und Dateien gibt es nur beim Anbieter selbst.</translation>
    </message>
    <message>
        <source>Send the whole conversation in the field input.</source>
        <translation>Senden Sie das ganze Gespräch im Feld input.</translation>
    </message>
    <message>
        <source>Send {name}.</source>
        <translation>Senden Sie {name}.</translation>
    </message>
    <message>
        <source>Send {wanted}, or leave it out.</source>
        <translation>Senden Sie {wanted}, oder lassen Sie es weg.</translation>
    </message>
    <message>
        <source>Send {{&quot;action&quot;: &quot;move&quot;, &quot;folder&quot;: PATH}}.</source>
        <translation>Senden Sie {{&quot;action&quot;: &quot;move&quot;, &quot;folder&quot;: PATH}}.</translation>
    </message>
    <message>
        <source>Send {{&quot;model&quot;: &quot;NAME&quot;}}.</source>
        <translation>Senden Sie {{&quot;model&quot;: &quot;NAME&quot;}}.</translation>
    </message>
    <message>
        <source>Send {{&quot;model&quot;: NAME}}, or the id of a download with an action.</source>
        <translation>Senden Sie {{&quot;model&quot;: NAME}} oder die id eines Downloads mit einer Aktion.</translation>
    </message>
    <message>
        <source>Set OLLAMA_MODELS where that Ollama is started (its app, its container), and copy.</source>
        <translation>Setzen Sie OLLAMA_MODELS dort, wo dieses Ollama gestartet wird (seine App, sein Container), und kopieren Sie.</translation>
    </message>
    <message>
        <source>Set ZIGGIE_CLOUD_URL to an https address, or leave it unset for Anthropic&apos;s own.</source>
        <translation>Setzen Sie ZIGGIE_CLOUD_URL auf eine https-Adresse, oder lassen Sie es weg, um die von Anthropic zu benutzen.</translation>
    </message>
    <message>
        <source>Set a tariff: without a price its idle watts cannot be weighed.</source>
        <translation>Stellen Sie einen Strompreis ein: Ohne Preis lassen sich seine Watt im Leerlauf nicht abwägen.</translation>
    </message>
    <message>
        <source>Set engine.models in the settings, restart the engine, and move then.</source>
        <translation>Setzen Sie engine.models in den Einstellungen, starten Sie die Engine neu, und verschieben Sie dann.</translation>
    </message>
    <message>
        <source>Set engine.releases to an https address, or take it out for Ollama&apos;s own releases.</source>
        <translation>Setzen Sie engine.releases auf eine https-Adresse, oder nehmen Sie es heraus, um Ollamas eigene Versionen zu benutzen.</translation>
    </message>
    <message>
        <source>Set it to auto, always or never, or leave it out.</source>
        <translation>Setzen Sie es auf auto, always oder never, oder lassen Sie es weg.</translation>
    </message>
    <message>
        <source>Set it where that Ollama is started, or have Ziggie run it: engine.run = &quot;systemd&quot; or &quot;docker&quot;, or stop the other one.</source>
        <translation>Setzen Sie es dort, wo dieses Ollama gestartet wird, oder lassen Sie Ziggie es starten: engine.run = &quot;systemd&quot; oder &quot;docker&quot;, oder halten Sie das andere an.</translation>
    </message>
    <message>
        <source>Shorten the prompt, or raise the model&apos;s context in Settings.</source>
        <translation>Kürzen Sie den Prompt, oder erhöhen Sie den Kontext des Modells in den Einstellungen.</translation>
    </message>
    <message>
        <source>Shorten the prompt, raise the model&apos;s context in Settings, or let the request go to the cloud.</source>
        <translation>Kürzen Sie den Prompt, erhöhen Sie den Kontext des Modells in den Einstellungen, oder lassen Sie die Anfrage in die Cloud gehen.</translation>
    </message>
    <message>
        <source>Simple tasks, fast</source>
        <translation>Einfache Aufgaben, schnell</translation>
    </message>
    <message>
        <source>Small and fast; follows Phi-3 mini, with less memory for its context</source>
        <translation>Klein und schnell; Nachfolger von Phi-3 mini, mit weniger Speicher für seinen Kontext</translation>
    </message>
    <message>
        <source>Small and fast; its context takes much memory</source>
        <translation>Klein und schnell; sein Kontext braucht viel Speicher</translation>
    </message>
    <message>
        <source>Small, for general use</source>
        <translation>Klein, für alles</translation>
    </message>
    <message>
        <source>Small, for general use and many languages; reads pictures</source>
        <translation>Klein, für alles und viele Sprachen; liest Bilder</translation>
    </message>
    <message>
        <source>Small, for technical text</source>
        <translation>Klein, für technische Texte</translation>
    </message>
    <message>
        <source>Small; thinks before it answers</source>
        <translation>Klein; denkt nach, bevor es antwortet</translation>
    </message>
    <message>
        <source>Some layers fit, the rest works on the processor, slowly; that {how}.</source>
        <translation>Einige Schichten passen, der Rest rechnet langsam auf dem Prozessor; das {how}.</translation>
    </message>
    <message>
        <source>Something is being done to Ollama already: {words}.</source>
        <translation>An Ollama wird schon etwas getan: {words}.</translation>
    </message>
    <message>
        <source>Start Docker Desktop, or run `sudo systemctl start docker`.</source>
        <translation>Starten Sie Docker Desktop, oder führen Sie `sudo systemctl start docker` aus.</translation>
    </message>
    <message>
        <source>Start Ollama there, or set OLLAMA_HOST to this machine.</source>
        <translation>Starten Sie Ollama dort, oder setzen Sie OLLAMA_HOST auf diesen Rechner.</translation>
    </message>
    <message>
        <source>Start Ollama yourself, or start the service without --adopt-only.</source>
        <translation>Starten Sie Ollama selbst, oder starten Sie den Dienst ohne --adopt-only.</translation>
    </message>
    <message>
        <source>Start a Secret Service (gnome-keyring or KWallet), or set ANTHROPIC_API_KEY for the service.</source>
        <translation>Starten Sie einen Secret Service (gnome-keyring oder KWallet), oder setzen Sie ANTHROPIC_API_KEY für den Dienst.</translation>
    </message>
    <message>
        <source>Start it with: ziggie-desktop serve</source>
        <translation>Starten Sie ihn mit: ziggie-desktop serve</translation>
    </message>
    <message>
        <source>Start it without --adopt-only.</source>
        <translation>Starten Sie ihn ohne --adopt-only.</translation>
    </message>
    <message>
        <source>Start that newer version, or set ZIGGIE_HOME to another place.</source>
        <translation>Starten Sie diese neuere Version, oder setzen Sie ZIGGIE_HOME auf einen anderen Ort.</translation>
    </message>
    <message>
        <source>Start that newer version, or set `[ledger] url` to another database.</source>
        <translation>Starten Sie diese neuere Version, oder setzen Sie `[ledger] url` auf eine andere Datenbank.</translation>
    </message>
    <message>
        <source>Start the engine, or look at its state with ziggie-desktop status.</source>
        <translation>Starten Sie die Engine, oder sehen Sie mit ziggie-desktop status nach ihrem Zustand.</translation>
    </message>
    <message>
        <source>Start the engine.</source>
        <translation>Starten Sie die Engine.</translation>
    </message>
    <message>
        <source>Stop the program that holds it (`ziggie-desktop engine owner` says which), or set engine.host.</source>
        <translation>Beenden Sie das Programm, das ihn hält (`ziggie-desktop engine owner` sagt, welches), oder setzen Sie engine.host.</translation>
    </message>
    <message>
        <source>Stop the program that holds the port, or set OLLAMA_HOST.</source>
        <translation>Beenden Sie das Programm, das den Port hält, oder setzen Sie OLLAMA_HOST.</translation>
    </message>
    <message>
        <source>Stop the program that holds the port, or set another OLLAMA_HOST.</source>
        <translation>Beenden Sie das Programm, das den Port hält, oder setzen Sie OLLAMA_HOST anders.</translation>
    </message>
    <message>
        <source>Store a Claude key with `ziggie-desktop key`, or use a local model.</source>
        <translation>Hinterlegen Sie einen Claude-Schlüssel mit `ziggie-desktop key`, oder benutzen Sie ein lokales Modell.</translation>
    </message>
    <message>
        <source>Store a valid Claude key in Settings.</source>
        <translation>Hinterlegen Sie in den Einstellungen einen gültigen Claude-Schlüssel.</translation>
    </message>
    <message>
        <source>Store one with `ziggie-desktop key` (it goes into the OS keyring), or start the service with ANTHROPIC_API_KEY set.</source>
        <translation>Hinterlegen Sie einen mit `ziggie-desktop key` (er kommt in den Schlüsselbund des Systems), oder starten Sie den Dienst mit ANTHROPIC_API_KEY.</translation>
    </message>
    <message>
        <source>Store one with `ziggie-desktop key`, or choose «Local only».</source>
        <translation>Hinterlegen Sie einen mit `ziggie-desktop key`, oder wählen Sie „Nur lokal“.</translation>
    </message>
    <message>
        <source>Take OLLAMA_MODELS out of Ziggie&apos;s environment, set engine.models to that folder instead, start Ziggie again, and move then.</source>
        <translation>Nehmen Sie OLLAMA_MODELS aus Ziggies Umgebung, setzen Sie stattdessen engine.models auf diesen Ordner, starten Sie Ziggie neu, und verschieben Sie dann.</translation>
    </message>
    <message>
        <source>Take it out of the settings when you no longer need it.</source>
        <translation>Nehmen Sie es aus den Einstellungen, wenn Sie es nicht mehr brauchen.</translation>
    </message>
    <message>
        <source>Technical text, with little memory for its context</source>
        <translation>Technische Texte, mit wenig Speicher für seinen Kontext</translation>
    </message>
    <message>
        <source>That PostgreSQL database holds a ledger already.</source>
        <translation>In dieser PostgreSQL-Datenbank liegen schon Bücher.</translation>
    </message>
    <message>
        <source>That request was not answered, so there is nothing to judge.</source>
        <translation>Diese Anfrage wurde nicht beantwortet, es gibt also nichts zu beurteilen.</translation>
    </message>
    <message>
        <source>That time has no step in it, or more than {most_bars}.</source>
        <translation>Diese Zeit hat keinen Schritt oder mehr als {most_bars}.</translation>
    </message>
    <message>
        <source>That would be more than {most_points} points.</source>
        <translation>Das wären mehr als {most_points} Punkte.</translation>
    </message>
    <message>
        <source>The GPU gave no power in that time.</source>
        <translation>Die GPU nannte in dieser Zeit keine Leistung.</translation>
    </message>
    <message>
        <source>The GPU is being looked for.</source>
        <translation>Die GPU wird gesucht.</translation>
    </message>
    <message>
        <source>The GPU reader cannot be started: {strerror}.</source>
        <translation>Der GPU-Leser lässt sich nicht starten: {strerror}.</translation>
    </message>
    <message>
        <source>The GPU reader stopped and is being started again: GPU figures are unknown.</source>
        <translation>Der GPU-Leser hielt an und wird neu gestartet: GPU-Werte sind unbekannt.</translation>
    </message>
    <message>
        <source>The GPU sleeps to save power. It is not woken for figures; they come when it is used.</source>
        <translation>Die GPU schläft, um Strom zu sparen. Für Werte wird sie nicht geweckt; sie kommen, wenn sie benutzt wird.</translation>
    </message>
    <message>
        <source>The GPU&apos;s driver does not answer; its reader is being started again.</source>
        <translation>Der Treiber der GPU antwortet nicht; sein Leser wird neu gestartet.</translation>
    </message>
    <message>
        <source>The GPU&apos;s driver is being opened.</source>
        <translation>Der Treiber der GPU wird geöffnet.</translation>
    </message>
    <message>
        <source>The GPU&apos;s driver went away: GPU figures are unknown until it is back.</source>
        <translation>Der Treiber der GPU ist fort: GPU-Werte sind unbekannt, bis er wieder da ist.</translation>
    </message>
    <message>
        <source>The NVIDIA driver answers.</source>
        <translation>Der NVIDIA-Treiber antwortet.</translation>
    </message>
    <message>
        <source>The NVIDIA driver lost the GPU: its figures are unknown until it is back.</source>
        <translation>Der NVIDIA-Treiber hat die GPU verloren: Ihre Werte sind unbekannt, bis sie wieder da ist.</translation>
    </message>
    <message>
        <source>The NVIDIA driver was updated and the running one is older: GPU figures are unknown until the computer restarts.</source>
        <translation>Der NVIDIA-Treiber wurde erneuert, und der laufende ist älter: GPU-Werte sind unbekannt, bis der Rechner neu startet.</translation>
    </message>
    <message>
        <source>The OS keyring holds no key</source>
        <translation>Im Schlüsselbund des Systems liegt kein Schlüssel</translation>
    </message>
    <message>
        <source>The Ollama installation is incomplete: reinstall.</source>
        <translation>Die Installation von Ollama ist unvollständig: Installieren Sie neu.</translation>
    </message>
    <message>
        <source>The PostgreSQL server cannot be reached</source>
        <translation>Der PostgreSQL-Server ist nicht zu erreichen</translation>
    </message>
    <message>
        <source>The PostgreSQL server does not accept the user or the password.</source>
        <translation>Der PostgreSQL-Server nimmt den Benutzer oder das Passwort nicht an.</translation>
    </message>
    <message>
        <source>The PostgreSQL server is starting or stopping.</source>
        <translation>Der PostgreSQL-Server startet oder hält an.</translation>
    </message>
    <message>
        <source>The PostgreSQL server reports error {state}.</source>
        <translation>Der PostgreSQL-Server meldet den Fehler {state}.</translation>
    </message>
    <message>
        <source>The PostgreSQL server&apos;s certificate is not taken: {verify_message}.</source>
        <translation>Das Zertifikat des PostgreSQL-Servers wird nicht angenommen: {verify_message}.</translation>
    </message>
    <message>
        <source>The amdgpu driver answers.</source>
        <translation>Der amdgpu-Treiber antwortet.</translation>
    </message>
    <message>
        <source>The amdgpu driver no longer shows the GPU: its figures are unknown until it is back.</source>
        <translation>Der amdgpu-Treiber zeigt die GPU nicht mehr: Ihre Werte sind unbekannt, bis sie wieder da ist.</translation>
    </message>
    <message>
        <source>The answer ended before it was complete</source>
        <translation>Die Antwort endete, bevor sie vollständig war</translation>
    </message>
    <message>
        <source>The archive has a member that would lie outside its folder: {name}.</source>
        <translation>Das Archiv hat einen Teil, der außerhalb seines Ordners läge: {name}.</translation>
    </message>
    <message>
        <source>The archive of Ollama {version} holds no program.</source>
        <translation>Das Archiv von Ollama {version} enthält kein Programm.</translation>
    </message>
    <message>
        <source>The arguments of the call of {part} are not a JSON object</source>
        <translation>Die Argumente des Aufrufs von {part} sind kein JSON-Objekt</translation>
    </message>
    <message>
        <source>The body is compressed, which is not taken here</source>
        <translation>Der Inhalt ist komprimiert, das wird hier nicht angenommen</translation>
    </message>
    <message>
        <source>The body is larger than {body_limit} MiB.</source>
        <translation>Der Inhalt ist größer als {body_limit} MiB.</translation>
    </message>
    <message>
        <source>The body is not what this route takes: {error}</source>
        <translation>Der Inhalt ist nicht, was dieser Weg annimmt: {error}</translation>
    </message>
    <message>
        <source>The body names no model</source>
        <translation>Der Inhalt nennt kein Modell</translation>
    </message>
    <message>
        <source>The cloud address is not used.</source>
        <translation>Die Adresse der Cloud wird nicht benutzt.</translation>
    </message>
    <message>
        <source>The cloud address is not used: {reason}.</source>
        <translation>Die Adresse der Cloud wird nicht benutzt: {reason}.</translation>
    </message>
    <message>
        <source>The database of the ledger does not exist on the PostgreSQL server.</source>
        <translation>Die Datenbank der Bücher gibt es auf dem PostgreSQL-Server nicht.</translation>
    </message>
    <message>
        <source>The days are wrong.</source>
        <translation>Die Tage stimmen nicht.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Die Platte ist voll.</translation>
    </message>
    <message>
        <source>The disk of the PostgreSQL server is full.</source>
        <translation>Die Platte des PostgreSQL-Servers ist voll.</translation>
    </message>
    <message>
        <source>The disk of {folder} is another one than when the move began.</source>
        <translation>Die Platte von {folder} ist eine andere als zu Beginn des Umzugs.</translation>
    </message>
    <message>
        <source>The disk reports an error.</source>
        <translation>Die Platte meldet einen Fehler.</translation>
    </message>
    <message>
        <source>The download of {model} does not wait in the queue: it is {state}.</source>
        <translation>Der Download von {model} wartet nicht in der Reihe: Er ist {state}.</translation>
    </message>
    <message>
        <source>The downloads need</source>
        <translation>Die Downloads brauchen</translation>
    </message>
    <message>
        <source>The driver does not say how much memory the cards have.</source>
        <translation>Der Treiber sagt nicht, wie viel Speicher die Karten haben.</translation>
    </message>
    <message>
        <source>The engine does not list its models.</source>
        <translation>Die Engine listet ihre Modelle nicht auf.</translation>
    </message>
    <message>
        <source>The engine is not ready, so nothing is known of the model</source>
        <translation>Die Engine ist nicht bereit, darum ist über das Modell nichts bekannt</translation>
    </message>
    <message>
        <source>The field background is not supported</source>
        <translation>Das Feld background wird nicht unterstützt</translation>
    </message>
    <message>
        <source>The field functions is OpenAI&apos;s retired way to offer tools</source>
        <translation>Das Feld functions ist OpenAIs frühere Art, Werkzeuge anzubieten</translation>
    </message>
    <message>
        <source>The field max_tokens is missing</source>
        <translation>Das Feld max_tokens fehlt</translation>
    </message>
    <message>
        <source>The field n asks for more than one answer</source>
        <translation>Das Feld n verlangt mehr als eine Antwort</translation>
    </message>
    <message>
        <source>The field options is not an object</source>
        <translation>Das Feld options ist kein Objekt</translation>
    </message>
    <message>
        <source>The field options is not readable ({error})</source>
        <translation>Das Feld options ist nicht lesbar ({error})</translation>
    </message>
    <message>
        <source>The field prompt is not one text</source>
        <translation>Das Feld prompt ist nicht ein Text</translation>
    </message>
    <message>
        <source>The field response_format.type is none of text, json_object and json_schema</source>
        <translation>Das Feld response_format.type ist weder text noch json_object noch json_schema</translation>
    </message>
    <message>
        <source>The field text.format.type is none of text, json_object and json_schema</source>
        <translation>Das Feld text.format.type ist weder text noch json_object noch json_schema</translation>
    </message>
    <message>
        <source>The field tool_choice is none of auto, none and required</source>
        <translation>Das Feld tool_choice ist weder auto noch none noch required</translation>
    </message>
    <message>
        <source>The field tool_choice.type is not function</source>
        <translation>Das Feld tool_choice.type ist nicht function</translation>
    </message>
    <message>
        <source>The field {asked} asks for what neither side can do</source>
        <translation>Das Feld {asked} verlangt, was keine der beiden Seiten kann</translation>
    </message>
    <message>
        <source>The field {name} is missing</source>
        <translation>Das Feld {name} fehlt</translation>
    </message>
    <message>
        <source>The field {name} is not supported</source>
        <translation>Das Feld {name} wird nicht unterstützt</translation>
    </message>
    <message>
        <source>The field {name} is {found}, not 1 or more</source>
        <translation>Das Feld {name} ist {found}, nicht 1 oder mehr</translation>
    </message>
    <message>
        <source>The field {name} is {value}, not {wanted}</source>
        <translation>Das Feld {name} ist {value}, nicht {wanted}</translation>
    </message>
    <message>
        <source>The field {name} refers to what OpenAI would have kept, and nothing is kept here</source>
        <translation>Das Feld {name} verweist auf etwas, das OpenAI behalten hätte; hier wird nichts behalten</translation>
    </message>
    <message>
        <source>The field {name}[{index}] is {item}, not text</source>
        <translation>Das Feld {name}[{index}] ist {item}, nicht Text</translation>
    </message>
    <message>
        <source>The field {path} is neither user nor assistant</source>
        <translation>Das Feld {path} ist weder user noch assistant</translation>
    </message>
    <message>
        <source>The field {path} is none of auto, any, none and tool</source>
        <translation>Das Feld {path} ist weder auto noch any noch none noch tool</translation>
    </message>
    <message>
        <source>The field {path} is none of system, developer, user, assistant and tool</source>
        <translation>Das Feld {path} ist weder system noch developer noch user noch assistant noch tool</translation>
    </message>
    <message>
        <source>The field {path} is none of system, user, assistant and tool</source>
        <translation>Das Feld {path} ist weder system noch user noch assistant noch tool</translation>
    </message>
    <message>
        <source>The field {path} is not a role</source>
        <translation>Das Feld {path} ist keine Rolle</translation>
    </message>
    <message>
        <source>The field {path} is not json_schema</source>
        <translation>Das Feld {path} ist nicht json_schema</translation>
    </message>
    <message>
        <source>The field {where} answers no tool call</source>
        <translation>Das Feld {where} beantwortet keinen Werkzeugaufruf</translation>
    </message>
    <message>
        <source>The field {where} holds something other than texts and images</source>
        <translation>Das Feld {where} enthält anderes als Texte und Bilder</translation>
    </message>
    <message>
        <source>The field {where} is not a text block</source>
        <translation>Das Feld {where} ist kein Textblock</translation>
    </message>
    <message>
        <source>The field {where} is {value}, not an object</source>
        <translation>Das Feld {where} ist {value}, nicht ein Objekt</translation>
    </message>
    <message>
        <source>The figures since then are too low. Restart Ziggie Desktop to clear this.</source>
        <translation>Die Zahlen seitdem sind zu niedrig. Starten Sie Ziggie Desktop neu, damit dies verschwindet.</translation>
    </message>
    <message>
        <source>The file is damaged.</source>
        <translation>Die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>The file is not taken: {what}.</source>
        <translation>Die Datei wird nicht angenommen: {what}.</translation>
    </message>
    <message>
        <source>The file {path} cannot be read.</source>
        <translation>Die Datei {path} lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The home {root} cannot be used: {why}.</source>
        <translation>Der Ordner {root} lässt sich nicht benutzen: {why}.</translation>
    </message>
    <message>
        <source>The image cannot be had.</source>
        <translation>Das Image ist nicht zu bekommen.</translation>
    </message>
    <message>
        <source>The import is not in the ledger yet: it cannot be written just now.</source>
        <translation>Der Import ist noch nicht in den Büchern: Sie lassen sich gerade nicht beschreiben.</translation>
    </message>
    <message>
        <source>The key is in the OS keyring.</source>
        <translation>Der Schlüssel liegt im Schlüsselbund des Systems.</translation>
    </message>
    <message>
        <source>The keyring did not answer within {timeout_s} s; it is probably locked.</source>
        <translation>Der Schlüsselbund antwortete nicht innerhalb von {timeout_s} s; er ist wohl gesperrt.</translation>
    </message>
    <message>
        <source>The keyring failed ({name}).</source>
        <translation>Der Schlüsselbund ist ausgefallen ({name}).</translation>
    </message>
    <message>
        <source>The keyring is locked.</source>
        <translation>Der Schlüsselbund ist gesperrt.</translation>
    </message>
    <message>
        <source>The keyring is locked: whether it holds a Claude key is not known.</source>
        <translation>Der Schlüsselbund ist gesperrt: ob er einen Claude-Schlüssel enthält, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The last message is the assistant&apos;s, which {model} does not continue</source>
        <translation>Die letzte Nachricht ist vom Assistenten, und {model} setzt sie nicht fort</translation>
    </message>
    <message>
        <source>The ledger cannot be read just now.</source>
        <translation>Die Bücher lassen sich gerade nicht lesen.</translation>
    </message>
    <message>
        <source>The ledger cannot be written: {fault} {queued} entries wait, {dropped} are lost.</source>
        <translation>Die Bücher lassen sich nicht beschreiben: {fault} {queued} Einträge warten, {dropped} sind verloren.</translation>
    </message>
    <message>
        <source>The ledger cannot write: {ledger_reason}</source>
        <translation>Die Bücher lassen sich nicht beschreiben: {ledger_reason}</translation>
    </message>
    <message>
        <source>The ledger has no request of this id.</source>
        <translation>In den Büchern steht keine Anfrage mit dieser Id.</translation>
    </message>
    <message>
        <source>The ledger is there already.</source>
        <translation>Die Bücher sind schon dort.</translation>
    </message>
    <message>
        <source>The ledger shall be in PostgreSQL, but its driver is not installed.</source>
        <translation>Die Bücher sollen in PostgreSQL liegen, aber dessen Treiber ist nicht installiert.</translation>
    </message>
    <message>
        <source>The ledger was damaged. It was set aside as {aside} and a new one was begun.</source>
        <translation>Die Bücher waren beschädigt. Sie wurden als {aside} beiseitegelegt, und neue wurden begonnen.</translation>
    </message>
    <message>
        <source>The ledger was not moved: it is being closed, or cannot be written.</source>
        <translation>Die Bücher sind nicht umgezogen: Sie werden gerade geschlossen oder lassen sich nicht beschreiben.</translation>
    </message>
    <message>
        <source>The ledger was not moved: of {rows} rows in {table}, {rows2} arrived as they were. It is where it was.</source>
        <translation>Die Bücher sind nicht umgezogen: Von {rows} Zeilen in {table} kamen {rows2} an, wie sie waren. Sie sind, wo sie waren.</translation>
    </message>
    <message>
        <source>The ledger was not moved: {error} It is where it was.</source>
        <translation>Die Bücher sind nicht umgezogen: {error} Sie sind, wo sie waren.</translation>
    </message>
    <message>
        <source>The ledger was written by a newer Ziggie Desktop (schema {version}, this one knows {newest}).</source>
        <translation>Die Bücher hat ein neueres Ziggie Desktop geschrieben (Schema {version}, dieses kennt {newest}).</translation>
    </message>
    <message>
        <source>The ledger {path} is a symbolic link.</source>
        <translation>Die Bücher {path} sind ein symbolischer Link.</translation>
    </message>
    <message>
        <source>The login entry cannot be changed: {value}.</source>
        <translation>Der Eintrag fürs Anmelden lässt sich nicht ändern: {value}.</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>Das Modell</translation>
    </message>
    <message>
        <source>The model needs</source>
        <translation>Das Modell braucht</translation>
    </message>
    <message>
        <source>The model&apos;s tool call has arguments that are not a JSON object</source>
        <translation>Der Werkzeugaufruf des Modells hat Argumente, die kein JSON-Objekt sind</translation>
    </message>
    <message>
        <source>The models are in {target} already.</source>
        <translation>Die Modelle sind schon in {target}.</translation>
    </message>
    <message>
        <source>The models are where they were, and are served from there.</source>
        <translation>Die Modelle sind, wo sie waren, und werden von dort benutzt.</translation>
    </message>
    <message>
        <source>The models are where they were, but the engine does not start: {title}</source>
        <translation>Die Modelle sind, wo sie waren, aber die Engine startet nicht: {title}</translation>
    </message>
    <message>
        <source>The models cannot be checked: {where} cannot be read here.</source>
        <translation>Die Modelle lassen sich nicht prüfen: {where} ist hier nicht lesbar.</translation>
    </message>
    <message>
        <source>The models need {needed} GB more; {folder} has {free} GB free.</source>
        <translation>Die Modelle brauchen {needed} GB mehr; {folder} hat {free} GB frei.</translation>
    </message>
    <message>
        <source>The move failed: {wrong}. {again}</source>
        <translation>Der Umzug ist gescheitert: {wrong}. {again}</translation>
    </message>
    <message>
        <source>The ollama program is for another kind of processor: reinstall it.</source>
        <translation>Das Programm ollama ist für einen Prozessor anderer Art: Installieren Sie es neu.</translation>
    </message>
    <message>
        <source>The output schema is nested too deeply</source>
        <translation>Das Schema der Ausgabe ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>The parameter &apos;by&apos; is wrong.</source>
        <translation>Der Parameter &apos;by&apos; ist falsch.</translation>
    </message>
    <message>
        <source>The parameter &apos;month&apos; is wrong.</source>
        <translation>Der Parameter &apos;month&apos; stimmt nicht.</translation>
    </message>
    <message>
        <source>The parameter &apos;step&apos; is wrong.</source>
        <translation>Der Parameter &apos;step&apos; stimmt nicht.</translation>
    </message>
    <message>
        <source>The parameter {name} is wrong.</source>
        <translation>Der Parameter {name} stimmt nicht.</translation>
    </message>
    <message>
        <source>The path {source} is relative.</source>
        <translation>Der Pfad {source} ist relativ.</translation>
    </message>
    <message>
        <source>The pinned model {name} does not stay loaded. {why}</source>
        <translation>Das angeheftete Modell {name} bleibt nicht geladen. {why}</translation>
    </message>
    <message>
        <source>The place of the ledger is wrong: {what} - at ledger.url</source>
        <translation>Der Ort der Bücher stimmt nicht: {what} – bei ledger.url</translation>
    </message>
    <message>
        <source>The policy file cannot be read: {error}</source>
        <translation>Die Regeldatei lässt sich nicht lesen: {error}</translation>
    </message>
    <message>
        <source>The policy file cannot be written: {strerror}.</source>
        <translation>Die Regeldatei lässt sich nicht beschreiben: {strerror}.</translation>
    </message>
    <message>
        <source>The policy file has a mistake: {what}</source>
        <translation>Die Regeldatei hat einen Fehler: {what}</translation>
    </message>
    <message>
        <source>The policy file has a mistake; nothing was written over it.</source>
        <translation>Die Regeldatei hat einen Fehler; sie wurde nicht überschrieben.</translation>
    </message>
    <message>
        <source>The policy file was changed meanwhile; nothing was written.</source>
        <translation>Die Regeldatei wurde inzwischen geändert; nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>The port is taken.</source>
        <translation>Der Port ist belegt.</translation>
    </message>
    <message>
        <source>The question was not answered: HTTP {status}.</source>
        <translation>Die Frage wurde nicht beantwortet: HTTP {status}.</translation>
    </message>
    <message>
        <source>The registry has a newer version: ziggie-desktop remove {first}, then pull {first2}.</source>
        <translation>Das Register hat eine neuere Version: ziggie-desktop remove {first}, dann pull {first2}.</translation>
    </message>
    <message>
        <source>The registry has no model {model}.</source>
        <translation>Das Register hat kein Modell {model}.</translation>
    </message>
    <message>
        <source>The registry of {name} cannot be asked.</source>
        <translation>Das Register von {name} lässt sich nicht fragen.</translation>
    </message>
    <message>
        <source>The reported use lies in the future, or too long ago.</source>
        <translation>Der gemeldete Verbrauch liegt in der Zukunft oder zu lange zurück.</translation>
    </message>
    <message>
        <source>The request asks for log probabilities, which Claude does not give</source>
        <translation>Die Anfrage verlangt Wahrscheinlichkeiten (logprobs), die Claude nicht angibt</translation>
    </message>
    <message>
        <source>The request asks for use-local {use_local}, the mode is {mode}</source>
        <translation>Die Anfrage verlangt use-local {use_local}, der Modus ist {mode}</translation>
    </message>
    <message>
        <source>The request demands the tool {choice}, which it lacks</source>
        <translation>Die Anfrage verlangt das Werkzeug {choice}, das ihr fehlt</translation>
    </message>
    <message>
        <source>The request holds a block of kind {kind}, which {side} cannot take</source>
        <translation>Die Anfrage enthält einen Block der Art {kind}, den {side} nicht annehmen kann</translation>
    </message>
    <message>
        <source>The request holds an image as a web address, which the local engine cannot take</source>
        <translation>Die Anfrage enthält ein Bild als Webadresse, das die lokale Engine nicht annehmen kann</translation>
    </message>
    <message>
        <source>The request holds half of a surrogate pair</source>
        <translation>Die Anfrage enthält ein halbes Ersatzzeichenpaar</translation>
    </message>
    <message>
        <source>The request holds no message</source>
        <translation>Die Anfrage enthält keine Nachricht</translation>
    </message>
    <message>
        <source>The request is larger than {max_bytes} MiB</source>
        <translation>Die Anfrage ist größer als {max_bytes} MiB</translation>
    </message>
    <message>
        <source>The request is nested too deeply</source>
        <translation>Die Anfrage ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>The request lacks {name}.</source>
        <translation>In der Anfrage fehlt {name}.</translation>
    </message>
    <message>
        <source>The request names neither a model nor a download.</source>
        <translation>Die Anfrage nennt weder ein Modell noch einen Download.</translation>
    </message>
    <message>
        <source>The request names no folder.</source>
        <translation>Die Anfrage nennt keinen Ordner.</translation>
    </message>
    <message>
        <source>The request&apos;s body is nested too deeply</source>
        <translation>Der Inhalt der Anfrage ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>The request&apos;s body is not a valid JSON object ({error})</source>
        <translation>Der Inhalt der Anfrage ist kein gültiges JSON-Objekt ({error})</translation>
    </message>
    <message>
        <source>The request&apos;s body is not valid JSON ({error})</source>
        <translation>Der Inhalt der Anfrage ist kein gültiges JSON ({error})</translation>
    </message>
    <message>
        <source>The request&apos;s body is {value}, not an object</source>
        <translation>Der Inhalt der Anfrage ist {value}, nicht ein Objekt</translation>
    </message>
    <message>
        <source>The request&apos;s field {name} has no meaning in a chat</source>
        <translation>Das Feld {name} der Anfrage hat in einem Gespräch keine Bedeutung</translation>
    </message>
    <message>
        <source>The rules of this file are not written one [[rules]] after the other: saving them here writes the file anew, and all of its comments are lost.</source>
        <translation>Die Regeln dieser Datei stehen nicht als [[rules]] eine nach der anderen: Sie hier zu speichern schreibt die Datei neu, und alle ihre Kommentare gehen verloren.</translation>
    </message>
    <message>
        <source>The service answered something that this program does not understand</source>
        <translation>Der Dienst antwortete etwas, das dieses Programm nicht versteht</translation>
    </message>
    <message>
        <source>The service did not answer within {timeout_s} s</source>
        <translation>Der Dienst antwortete nicht innerhalb von {timeout_s} s</translation>
    </message>
    <message>
        <source>The settings cannot be written: start Ziggie anew when that is mended.</source>
        <translation>Die Einstellungen lassen sich nicht schreiben: Starten Sie Ziggie neu, wenn das behoben ist.</translation>
    </message>
    <message>
        <source>The settings have Ollama run by {run}: that one is left as it is.</source>
        <translation>Nach den Einstellungen läuft Ollama durch {run}: Das bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>The settings have a mistake: {what}</source>
        <translation>Die Einstellungen haben einen Fehler: {what}</translation>
    </message>
    <message>
        <source>The settings name the Ollama to run: {named}. That one is left as it is.</source>
        <translation>Die Einstellungen nennen das Ollama, das laufen soll: {named}. Das bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>The system shows what the processor uses to administrators only: it is unknown.</source>
        <translation>Das System zeigt nur Administratoren, was der Prozessor verbraucht: Es ist unbekannt.</translation>
    </message>
    <message>
        <source>The time ends before it begins.</source>
        <translation>Die Zeit endet, bevor sie beginnt.</translation>
    </message>
    <message>
        <source>The token file {file} cannot be read: {name}.</source>
        <translation>Die Tokendatei {file} lässt sich nicht lesen: {name}.</translation>
    </message>
    <message>
        <source>The token is not one of this service&apos;s.</source>
        <translation>Das Token ist keines dieses Dienstes.</translation>
    </message>
    <message>
        <source>The tool {tool} is not a function, and Claude does not have it</source>
        <translation>Das Werkzeug {tool} ist keine Funktion, und Claude hat es nicht</translation>
    </message>
    <message>
        <source>The tool {tool} runs at the provider, and a local model cannot call it</source>
        <translation>Das Werkzeug {tool} läuft beim Anbieter, und ein lokales Modell kann es nicht aufrufen</translation>
    </message>
    <message>
        <source>The two loads must differ by 30 W at least; let the card work harder.</source>
        <translation>Die beiden Lasten müssen sich um mindestens 30 W unterscheiden; lassen Sie die Karte mehr arbeiten.</translation>
    </message>
    <message>
        <source>Then move it again.</source>
        <translation>Ziehen Sie dann noch einmal um.</translation>
    </message>
    <message>
        <source>There is a model {new} already.</source>
        <translation>Ein Modell {new} gibt es schon.</translation>
    </message>
    <message>
        <source>There is a token for {name} already.</source>
        <translation>Ein Token für {name} gibt es schon.</translation>
    </message>
    <message>
        <source>There is an Ollama on this machine already: {found}. It is left as it is.</source>
        <translation>Auf diesem Rechner gibt es schon ein Ollama: {found}. Es bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>There is no Claude key, so nobody answers when the local model cannot.</source>
        <translation>Es gibt keinen Claude-Schlüssel, darum antwortet niemand, wenn das lokale Modell es nicht kann.</translation>
    </message>
    <message>
        <source>There is no Claude key.</source>
        <translation>Es gibt keinen Claude-Schlüssel.</translation>
    </message>
    <message>
        <source>There is no GPU that can be read: it works on the processor, from main memory.</source>
        <translation>Es gibt keine GPU, die sich lesen lässt: Es rechnet auf dem Prozessor, aus dem Hauptspeicher.</translation>
    </message>
    <message>
        <source>There is no GPU that can be read: small models, on the processor.</source>
        <translation>Es gibt keine GPU, die sich lesen lässt: kleine Modelle, auf dem Prozessor.</translation>
    </message>
    <message>
        <source>There is no GPU to read.</source>
        <translation>Es gibt keine GPU, die sich lesen lässt.</translation>
    </message>
    <message>
        <source>There is no Ollama that Ziggie installed.</source>
        <translation>Es gibt kein Ollama, das Ziggie installiert hat.</translation>
    </message>
    <message>
        <source>There is no download {name}.</source>
        <translation>Es gibt keinen Download {name}.</translation>
    </message>
    <message>
        <source>There is no folder {source} to move.</source>
        <translation>Es gibt keinen Ordner {source}, der sich verschieben ließe.</translation>
    </message>
    <message>
        <source>There is no job {job_id}.</source>
        <translation>Es gibt keine Arbeit {job_id}.</translation>
    </message>
    <message>
        <source>There is no model of that name here</source>
        <translation>Hier gibt es kein Modell dieses Namens</translation>
    </message>
    <message>
        <source>There is no model {model} here</source>
        <translation>Hier gibt es kein Modell {model}</translation>
    </message>
    <message>
        <source>There is no model {model}.</source>
        <translation>Es gibt kein Modell {model}.</translation>
    </message>
    <message>
        <source>There is no request of this caller with that id in the ledger.</source>
        <translation>In den Büchern steht keine Anfrage dieses Aufrufers mit dieser Kennung.</translation>
    </message>
    <message>
        <source>There is no route {scope}.</source>
        <translation>Es gibt keinen Weg {scope}.</translation>
    </message>
    <message>
        <source>There is no systemd unit {unit}.</source>
        <translation>Es gibt keine systemd-Unit {unit}.</translation>
    </message>
    <message>
        <source>There is no token for {name}.</source>
        <translation>Es gibt kein Token für {name}.</translation>
    </message>
    <message>
        <source>These figures make no calibration.</source>
        <translation>Diese Werte ergeben keine Kalibrierung.</translation>
    </message>
    <message>
        <source>This Ollama was not started by Ziggie, so its models are left where they are.</source>
        <translation>Dieses Ollama hat Ziggie nicht gestartet, darum bleiben seine Modelle, wo sie sind.</translation>
    </message>
    <message>
        <source>This Ollama was not started by us and is not {verb}: {owner}.</source>
        <translation>Dieses Ollama haben wir nicht gestartet; {verb}: nicht von hier. Es ist {owner}.</translation>
    </message>
    <message>
        <source>This is no name of a model.</source>
        <translation>Das ist kein Name eines Modells.</translation>
    </message>
    <message>
        <source>This is not a key: it is empty or holds blanks or odd characters.</source>
        <translation>Das ist kein Schlüssel: Er ist leer oder enthält Leerzeichen oder seltsame Zeichen.</translation>
    </message>
    <message>
        <source>This machine has no AMD GPU that its driver shows: GPU figures are unknown.</source>
        <translation>Dieser Rechner hat keine AMD-GPU, die ihr Treiber zeigt: GPU-Werte sind unbekannt.</translation>
    </message>
    <message>
        <source>This machine has no GPU whose figures Ziggie can read: models run on the processor, and GPU figures are unknown.</source>
        <translation>Dieser Rechner hat keine GPU, deren Werte Ziggie lesen kann: Modelle laufen auf dem Prozessor, und GPU-Werte sind unbekannt.</translation>
    </message>
    <message>
        <source>This machine has no NVIDIA GPU that its driver shows: GPU figures are unknown.</source>
        <translation>Dieser Rechner hat keine NVIDIA-GPU, die ihr Treiber zeigt: GPU-Werte sind unbekannt.</translation>
    </message>
    <message>
        <source>This machine&apos;s GPU is Intel&apos;s, whose figures Ziggie does not read: they are unknown. Models run all the same.</source>
        <translation>Die GPU dieses Rechners ist von Intel, ihre Werte liest Ziggie nicht: Sie sind unbekannt. Modelle laufen trotzdem.</translation>
    </message>
    <message>
        <source>This name is not one of this service&apos;s.</source>
        <translation>Dieser Name ist keiner dieses Dienstes.</translation>
    </message>
    <message>
        <source>This request is still being answered.</source>
        <translation>Diese Anfrage wird noch beantwortet.</translation>
    </message>
    <message>
        <source>This route does not know the parameter {unknown}.</source>
        <translation>Dieser Weg kennt den Parameter {unknown} nicht.</translation>
    </message>
    <message>
        <source>This service was told to use a running Ollama and never to start one.</source>
        <translation>Dieser Dienst soll ein laufendes Ollama benutzen und nie eines starten.</translation>
    </message>
    <message>
        <source>This session has no keyring that could keep the key safely.</source>
        <translation>Diese Sitzung hat keinen Schlüsselbund, der den Schlüssel sicher verwahren könnte.</translation>
    </message>
    <message>
        <source>This system does not show what the processor uses: it is unknown.</source>
        <translation>Dieses System zeigt nicht, was der Prozessor verbraucht: Es ist unbekannt.</translation>
    </message>
    <message>
        <source>This token belongs to {component} and may not speak for {name}</source>
        <translation>Dieses Token gehört {component} und darf nicht für {name} sprechen</translation>
    </message>
    <message>
        <source>To allow it, write this line to /etc/udev/rules.d/70-ziggie-power.rules, with a group of yours for GROUP, and restart the computer: {udev_rule}</source>
        <translation>Um es zu erlauben, schreiben Sie diese Zeile nach /etc/udev/rules.d/70-ziggie-power.rules, mit einer Ihrer Gruppen für GROUP, und starten Sie den Rechner neu: {udev_rule}</translation>
    </message>
    <message>
        <source>Too hot, {words}: {hot}.</source>
        <translation>Zu heiß, {words}: {hot}.</translation>
    </message>
    <message>
        <source>Unlock the keyring; it is looked at again then. Or start the service with ANTHROPIC_API_KEY set.</source>
        <translation>Entsperren Sie den Schlüsselbund; dann wird wieder nachgesehen. Oder starten Sie den Dienst mit ANTHROPIC_API_KEY.</translation>
    </message>
    <message>
        <source>Ziggie reads what the processor uses on Linux and Windows only: here it is unknown.</source>
        <translation>Ziggie liest nur unter Linux und Windows, was der Prozessor verbraucht: Hier ist es unbekannt.</translation>
    </message>
    <message>
        <source>at least {wanted}</source>
        <translation>mindestens {wanted}</translation>
    </message>
    <message>
        <source>callers&apos; verdicts in the ledger</source>
        <translation>Urteile der Aufrufer in den Büchern</translation>
    </message>
    <message>
        <source>expected `{wanted}`</source>
        <translation>erwartet ist `{wanted}`</translation>
    </message>
    <message>
        <source>expected `{wanted}`, got `{given}`</source>
        <translation>erwartet ist `{wanted}`, da steht `{given}`</translation>
    </message>
    <message>
        <source>from {days} days measured; requests of unknown price ({unpriced}) save nothing in it</source>
        <translation>aus {days} gemessenen Tagen; Anfragen mit unbekanntem Preis ({unpriced}) sparen darin nichts</translation>
    </message>
    <message>
        <source>genai-prices {version}</source>
        <translation>genai-prices {version}</translation>
    </message>
    <message>
        <source>invalid enum value {value}</source>
        <translation>ungültiger Wert {value}</translation>
    </message>
    <message>
        <source>it is said twice, here and as {dollars}</source>
        <translation>es steht zweimal da, hier und als {dollars}</translation>
    </message>
    <message>
        <source>keeping models loaded and the idle GPU are in none of these sums</source>
        <translation>geladen gehaltene Modelle und die ruhende GPU sind in keiner dieser Summen</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>nicht beurteilt</translation>
    </message>
    <message>
        <source>object contains unknown field `{field}`</source>
        <translation>das Feld `{field}` gibt es nicht</translation>
    </message>
    <message>
        <source>object missing required field `{field}`</source>
        <translation>es fehlt das Feld `{field}`</translation>
    </message>
    <message>
        <source>of the policy its rules count; memory, budgets and a lent GPU are not replayed</source>
        <translation>von der Regeldatei zählen die Regeln; Speicher, Budgets und eine verliehene GPU werden nicht nachgespielt</translation>
    </message>
    <message>
        <source>one of {keys}</source>
        <translation>eines von {keys}</translation>
    </message>
    <message>
        <source>requests without an answer ({unanswered}) are in none of them</source>
        <translation>Anfragen ohne Antwort ({unanswered}) sind in keiner davon</translation>
    </message>
    <message>
        <source>the engine did not say how long the prompt is</source>
        <translation>die Engine sagte nicht, wie lang der Prompt ist</translation>
    </message>
    <message>
        <source>the price of the hardware is not set (hardware.price; 0 if it was there anyway)</source>
        <translation>der Preis der Hardware ist nicht gesetzt (hardware.price; 0, wenn sie ohnehin da war)</translation>
    </message>
    <message>
        <source>the prompt has {tokens} tokens or more, the context is {num_ctx}</source>
        <translation>der Prompt hat {tokens} Token oder mehr, der Kontext ist {num_ctx}</translation>
    </message>
    <message>
        <source>the stream broke off</source>
        <translation>der Strom der Antwort brach ab</translation>
    </message>
    <message>
        <source>there is no model to check</source>
        <translation>kein Modell da, das zu prüfen wäre</translation>
    </message>
    <message>
        <source>there is no rate from {code} to US dollars (tariff.usd_per_unit)</source>
        <translation>es gibt keinen Kurs von {code} zum US-Dollar (tariff.usd_per_unit)</translation>
    </message>
    <message>
        <source>was not done when the caller&apos;s deadline came</source>
        <translation>war nicht fertig, als die Frist des Aufrufers kam</translation>
    </message>
    <message>
        <source>what electricity cost is unknown for {uncosted} of the requests</source>
        <translation>was der Strom gekostet hat, ist für {uncosted} der Anfragen unbekannt</translation>
    </message>
    <message>
        <source>{kept} requests stay where they were answered: the side that the policy wants could not answer them then</source>
        <translation>{kept} Anfragen bleiben, wo sie beantwortet wurden: Die Seite, die die Regeln wollen, konnte sie damals nicht beantworten</translation>
    </message>
    <message>
        <source>{unknown} is not known; known are {query}</source>
        <translation>{unknown} ist nicht bekannt; bekannt sind {query}</translation>
    </message>
    <message>
        <source>Try again later, or ask for fewer answers at a time.</source>
        <translation>Versuchen Sie es später noch einmal, oder verlangen Sie weniger Antworten auf einmal.</translation>
    </message>
    <message>
        <source>Leave /v1 out of the base URL: this client adds what it needs.</source>
        <translation>Lassen Sie /v1 in der Basisadresse weg: dieses Programm fügt selbst an, was es braucht.</translation>
    </message>
    <message>
        <source>Leave the slash at the end of the base URL out.</source>
        <translation>Lassen Sie den Schrägstrich am Ende der Basisadresse weg.</translation>
    </message>
    <message>
        <source>Shorten the text, raise the model&apos;s context in Settings, or say with &quot;truncate&quot;: true that it may be cut.</source>
        <translation>Kürzen Sie den Text, erhöhen Sie den Kontext des Modells in den Einstellungen, oder sagen Sie mit &quot;truncate&quot;: true, dass er abgeschnitten werden darf.</translation>
    </message>
    <message>
        <source>The field input is neither text nor a list of texts</source>
        <translation>Das Feld input ist weder Text noch eine Liste von Texten</translation>
    </message>
    <message>
        <source>The field messages is empty</source>
        <translation>Das Feld messages ist leer</translation>
    </message>
    <message>
        <source>The field {name} is empty</source>
        <translation>Das Feld {name} ist leer</translation>
    </message>
    <message>
        <source>The field {name} is not a number from 0 to {most_alternatives}</source>
        <translation>Das Feld {name} ist keine Zahl von 0 bis {most_alternatives}</translation>
    </message>
    <message>
        <source>This client needs /v1 at the end of its base URL.</source>
        <translation>Dieses Programm braucht /v1 am Ende seiner Basisadresse.</translation>
    </message>
    <message>
        <source>Try again later: what is here already is kept. Behind a proxy set HTTPS_PROXY.</source>
        <translation>Versuchen Sie es später noch einmal: Was schon hier ist, bleibt. Hinter einem Proxy setzen Sie HTTPS_PROXY.</translation>
    </message>
    <message>
        <source>Try again when there is less to do.</source>
        <translation>Versuchen Sie es noch einmal, wenn weniger zu tun ist.</translation>
    </message>
    <message>
        <source>Try again when there is less to do; what was fetched is kept.</source>
        <translation>Versuchen Sie es noch einmal, wenn weniger zu tun ist; was geholt wurde, bleibt.</translation>
    </message>
    <message>
        <source>Try again when they have ended, or raise `usd` of that budget in policy.toml.</source>
        <translation>Versuchen Sie es noch einmal, wenn sie beendet sind, oder erhöhen Sie `usd` dieses Budgets in policy.toml.</translation>
    </message>
    <message>
        <source>Try again: ziggie-desktop engine --help</source>
        <translation>Versuchen Sie es noch einmal: ziggie-desktop engine --help</translation>
    </message>
    <message>
        <source>Try again; `ziggie-desktop status` says how the two sides are.</source>
        <translation>Versuchen Sie es noch einmal; `ziggie-desktop status` zeigt, wie es beiden Seiten geht.</translation>
    </message>
    <message>
        <source>Try again; if it breaks off again, look at ziggie-desktop logs.</source>
        <translation>Versuchen Sie es noch einmal; bricht es wieder ab, sehen Sie ziggie-desktop logs an.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, choose another version.</source>
        <translation>Versuchen Sie es noch einmal; bleibt es so, wählen Sie eine andere Version.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, do not use this source of releases.</source>
        <translation>Versuchen Sie es noch einmal; bleibt es so, benutzen Sie diese Quelle von Versionen nicht.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, restart Ziggie Desktop and look into its logs</source>
        <translation>Versuchen Sie es noch einmal; bleibt es so, starten Sie Ziggie Desktop neu, und sehen Sie in sein Protokoll</translation>
    </message>
    <message>
        <source>Try again; if it stays so, restart the engine.</source>
        <translation>Versuchen Sie es noch einmal; bleibt es so, starten Sie die Engine neu.</translation>
    </message>
    <message>
        <source>Try again; the log holds what happened, under the request&apos;s id.</source>
        <translation>Versuchen Sie es noch einmal; was geschah, steht im Protokoll unter der Id der Anfrage.</translation>
    </message>
    <message>
        <source>Turns text into vectors, in many languages and for long texts; it writes nothing</source>
        <translation>Macht aus Text Vektoren, in vielen Sprachen und für lange Texte; es schreibt nichts</translation>
    </message>
    <message>
        <source>Turns text into vectors; it writes nothing</source>
        <translation>Macht aus Text Vektoren; es schreibt nichts</translation>
    </message>
    <message>
        <source>USE_LOCAL_LLM is {said}.</source>
        <translation>USE_LOCAL_LLM ist {said}.</translation>
    </message>
    <message>
        <source>Unload another model, or choose a smaller one.</source>
        <translation>Entladen Sie ein anderes Modell, oder wählen Sie ein kleineres.</translation>
    </message>
    <message>
        <source>Unload it at once: it is asked so seldom that each load costs less than keeping it.</source>
        <translation>Entladen Sie es sofort: Es wird so selten gefragt, dass jedes Laden weniger kostet, als es zu halten.</translation>
    </message>
    <message>
        <source>Unload other models and close programs that use the GPU, or take a smaller model or context.</source>
        <translation>Entladen Sie andere Modelle, und schließen Sie Programme, die die GPU benutzen, oder nehmen Sie ein kleineres Modell oder weniger Kontext.</translation>
    </message>
    <message>
        <source>Unload {model} after each answer.</source>
        <translation>Entladen Sie {model} nach jeder Antwort.</translation>
    </message>
    <message>
        <source>Unlock the keyring, or set ANTHROPIC_API_KEY for the service.</source>
        <translation>Entsperren Sie den Schlüsselbund, oder setzen Sie ANTHROPIC_API_KEY für den Dienst.</translation>
    </message>
    <message>
        <source>Unpin it (ziggie-desktop unpin {name}) or another one, or free memory; it is tried again in ten minutes.</source>
        <translation>Lösen Sie es (ziggie-desktop unpin {name}) oder ein anderes, oder schaffen Sie Speicher; in zehn Minuten wird es wieder versucht.</translation>
    </message>
    <message>
        <source>Until it is well again, Claude is asked first where it may answer.</source>
        <translation>Bis es wieder gesund ist, wird zuerst Claude gefragt, wo es antworten darf.</translation>
    </message>
    <message>
        <source>Update Ollama, or leave it out.</source>
        <translation>Erneuern Sie Ollama, oder lassen Sie es weg.</translation>
    </message>
    <message>
        <source>Update the NVIDIA driver; if it stays so, compare the card with a wall meter (`ziggie-desktop calibrate`). {meanwhile}</source>
        <translation>Erneuern Sie den NVIDIA-Treiber; bleibt es so, vergleichen Sie die Karte mit einem Messgerät an der Steckdose (`ziggie-desktop calibrate`). {meanwhile}</translation>
    </message>
    <message>
        <source>Upgrade Ollama, then retry.</source>
        <translation>Erneuern Sie Ollama, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Upgrade it there (its install script, a newer image); or set engine.run to child.</source>
        <translation>Erneuern Sie es dort (sein Installationsskript, ein neueres Image); oder setzen Sie engine.run auf child.</translation>
    </message>
    <message>
        <source>Upgrade it with what installed it (Linux: its install script or the package manager; Windows and macOS: the Ollama app), or end it first.</source>
        <translation>Erneuern Sie es mit dem, was es installiert hat (Linux: sein Installationsskript oder die Paketverwaltung; Windows und macOS: die Ollama-App), oder beenden Sie es zuerst.</translation>
    </message>
    <message>
        <source>Upgrade it with what installed it (its install script, the package manager, the Ollama app); or install one beside it: ziggie-desktop engine install --beside</source>
        <translation>Erneuern Sie es mit dem, was es installiert hat (sein Installationsskript, die Paketverwaltung, die Ollama-App); oder installieren Sie eines daneben: ziggie-desktop engine install --beside</translation>
    </message>
    <message>
        <source>Upgrade it with what installed it; or take ZIGGIE_OLLAMA and engine.program away to have Ziggie install one of its own.</source>
        <translation>Erneuern Sie es mit dem, was es installiert hat; oder nehmen Sie ZIGGIE_OLLAMA und engine.program weg, damit Ziggie ein eigenes installiert.</translation>
    </message>
    <message>
        <source>Upgrade when it suits you: ziggie-desktop engine upgrade. The one before is kept and comes back if the new one does not prove itself.</source>
        <translation>Erneuern Sie es, wenn es Ihnen passt: ziggie-desktop engine upgrade. Das bisherige bleibt und kommt zurück, wenn sich das neue nicht bewährt.</translation>
    </message>
    <message>
        <source>Upgrade yours with what installed it (Linux: its install script or the package manager; Windows and macOS: the Ollama app updates itself). Or have Ziggie install one of its own: ziggie-desktop engine install</source>
        <translation>Erneuern Sie Ihres mit dem, was es installiert hat (Linux: sein Installationsskript oder die Paketverwaltung; unter Windows und macOS erneuert sich die Ollama-App selbst). Oder lassen Sie Ziggie ein eigenes installieren: ziggie-desktop engine install</translation>
    </message>
    <message>
        <source>Use a Claude model whose price Ziggie knows, or keep room in the budget for them.</source>
        <translation>Benutzen Sie ein Claude-Modell, dessen Preis Ziggie kennt, oder lassen Sie im Budget Platz dafür.</translation>
    </message>
    <message>
        <source>Use letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos;, at most 64, and not &apos;owner&apos;.</source>
        <translation>Nehmen Sie Buchstaben, Ziffern, &apos;.&apos;, &apos;_&apos; und &apos;-&apos;, höchstens 64, und nicht &apos;owner&apos;.</translation>
    </message>
    <message>
        <source>Use that one, end it first, or give this one another home with --home.</source>
        <translation>Benutzen Sie diesen, beenden Sie ihn zuerst, oder geben Sie diesem hier einen anderen Ordner mit --home.</translation>
    </message>
    <message>
        <source>Use the token that the service wrote for this user (`ziggie-desktop` does so).</source>
        <translation>Benutzen Sie das Token, das der Dienst für diesen Benutzer geschrieben hat (`ziggie-desktop` tut das).</translation>
    </message>
    <message>
        <source>Use what started it (systemctl, the Ollama app, Docker, its terminal).</source>
        <translation>Benutzen Sie, was es gestartet hat (systemctl, die Ollama-App, Docker, sein Terminal).</translation>
    </message>
    <message>
        <source>Very small and very fast</source>
        <translation>Sehr klein und sehr schnell</translation>
    </message>
    <message>
        <source>Very small; thinks before it answers</source>
        <translation>Sehr klein; denkt nach, bevor es antwortet</translation>
    </message>
    <message>
        <source>Wait a minute: what does not prove itself is undone.</source>
        <translation>Warten Sie eine Minute: Was sich nicht bewährt, wird zurückgenommen.</translation>
    </message>
    <message>
        <source>Wait a moment and look again; if it stays so, restart the engine: a runner was left.</source>
        <translation>Warten Sie einen Moment, und sehen Sie noch einmal nach; bleibt es so, starten Sie die Engine neu: Ein Rest von ihr läuft noch.</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>Warten Sie einen Moment, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Wait for its end, or cancel it: ziggie-desktop engine cancel</source>
        <translation>Warten Sie das Ende ab, oder brechen Sie es ab: ziggie-desktop engine cancel</translation>
    </message>
    <message>
        <source>Wait for that, or cancel it; then remove the model.</source>
        <translation>Warten Sie das ab, oder brechen Sie es ab; entfernen Sie dann das Modell.</translation>
    </message>
    <message>
        <source>Wait for the download, or cancel it; then remove the model.</source>
        <translation>Warten Sie den Download ab, oder brechen Sie ihn ab; entfernen Sie dann das Modell.</translation>
    </message>
    <message>
        <source>Wait for the next version, or see the engine&apos;s log (ziggie-desktop logs).</source>
        <translation>Warten Sie auf die nächste Version, oder sehen Sie ins Protokoll der Engine (ziggie-desktop logs).</translation>
    </message>
    <message>
        <source>Wait until running answers have ended, then try again.</source>
        <translation>Warten Sie, bis laufende Antworten beendet sind, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Wait, or take it back: ziggie-desktop free-gpu --end</source>
        <translation>Warten Sie, oder holen Sie sie zurück: ziggie-desktop free-gpu --end</translation>
    </message>
    <message>
        <source>Wait, take it back with `ziggie-desktop free-gpu --end`, or let the request go to the cloud.</source>
        <translation>Warten Sie, holen Sie sie zurück mit `ziggie-desktop free-gpu --end`, oder lassen Sie die Anfrage in die Cloud gehen.</translation>
    </message>
    <message>
        <source>Wait: it is tried again by itself. `ziggie-desktop status` says how things are.</source>
        <translation>Warten Sie: Es wird von selbst wieder versucht. `ziggie-desktop status` zeigt, wie es steht.</translation>
    </message>
    <message>
        <source>We have no right to talk to Docker.</source>
        <translation>Wir dürfen nicht mit Docker sprechen.</translation>
    </message>
    <message>
        <source>We have no right to {verb} {self}.</source>
        <translation>Uns fehlt das Recht: {verb} {self}.</translation>
    </message>
    <message>
        <source>Web Searches</source>
        <translation>Websuchen</translation>
    </message>
    <message>
        <source>Web pages of this origin may not call here.</source>
        <translation>Webseiten dieser Herkunft dürfen hier nicht anfragen.</translation>
    </message>
    <message>
        <source>What answers on this port is not Ziggie&apos;s service (HTTP {status})</source>
        <translation>Was an diesem Port antwortet, ist nicht Ziggies Dienst (HTTP {status})</translation>
    </message>
    <message>
        <source>What answers {path} does not answer as Ollama does.</source>
        <translation>Was auf {path} antwortet, antwortet nicht wie Ollama.</translation>
    </message>
    <message>
        <source>What it draws while it is kept is not measured: no quiet minute with it alone yet.</source>
        <translation>Was es zieht, solange es gehalten wird, ist nicht gemessen: noch keine ruhige Minute mit ihm allein.</translation>
    </message>
    <message>
        <source>What keeps it may bring it back; after a while we start it.</source>
        <translation>Was es am Laufen hält, bringt es vielleicht zurück; nach einer Weile starten wir es.</translation>
    </message>
    <message>
        <source>What the GPU draws is unknown.</source>
        <translation>Was die GPU zieht, ist unbekannt.</translation>
    </message>
    <message>
        <source>What the processor draws is unknown. {reason}</source>
        <translation>Was der Prozessor zieht, ist unbekannt. {reason}</translation>
    </message>
    <message>
        <source>What was fetched was damaged and has been dropped; retry, perhaps on another network.</source>
        <translation>Was geholt wurde, war beschädigt und ist verworfen; versuchen Sie es noch einmal, vielleicht in einem anderen Netz.</translation>
    </message>
    <message>
        <source>What was spent before this start is not known: the ledger cannot be read.</source>
        <translation>Was vor diesem Start ausgegeben wurde, ist nicht bekannt: Die Bücher lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>Whether there is room for it cannot be checked: {why}.</source>
        <translation>Ob Platz dafür da ist, lässt sich nicht prüfen: {why}.</translation>
    </message>
    <message>
        <source>Windows reserves this port: set another one in OLLAMA_HOST.</source>
        <translation>Windows hält diesen Port frei: Setzen Sie in OLLAMA_HOST einen anderen.</translation>
    </message>
    <message>
        <source>Windows shows no energy meter of the whole processor on this machine: what it uses is unknown.</source>
        <translation>Windows zeigt auf diesem Rechner keinen Energiezähler des ganzen Prozessors: Was er verbraucht, ist unbekannt.</translation>
    </message>
    <message>
        <source>ZIGGIE_OLLAMA names {named}, which is no program that can be run.</source>
        <translation>ZIGGIE_OLLAMA nennt {named}, das ist kein Programm, das sich ausführen lässt.</translation>
    </message>
    <message>
        <source>Ziggie Desktop made a mistake with this request.</source>
        <translation>Ziggie Desktop hat bei dieser Anfrage einen Fehler gemacht.</translation>
    </message>
    <message>
        <source>Ziggie did not make the container {name} and does not change it: remove it with `docker rm --force {name2}` (the models stay in their volume) and start the engine.</source>
        <translation>Den Container {name} hat Ziggie nicht gemacht und ändert ihn nicht: Entfernen Sie ihn mit `docker rm --force {name2}` (die Modelle bleiben in ihrem Volume), und starten Sie die Engine.</translation>
    </message>
    <message>
        <source>Ziggie made a mistake while it answered</source>
        <translation>Ziggie hat beim Antworten einen Fehler gemacht</translation>
    </message>
    <message>
        <source>`ziggie-desktop advice` shows which component it is. Give more to local models, or raise `usd` of that budget in policy.toml.</source>
        <translation>`ziggie-desktop advice` zeigt, welche Komponente es ist. Geben Sie lokalen Modellen mehr, oder erhöhen Sie `usd` dieses Budgets in policy.toml.</translation>
    </message>
    <message>
        <source>a context of {count} tokens holds nothing - at engine ({name})</source>
        <translation>ein Kontext von {count} Token hält nichts – bei engine ({name})</translation>
    </message>
    <message>
        <source>a date or time such as 2026-11-22 or 2026-11-22T14:05:00Z</source>
        <translation>ein Datum oder eine Zeit wie 2026-11-22 oder 2026-11-22T14:05:00Z</translation>
    </message>
    <message>
        <source>a job</source>
        <translation>eine Arbeit</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>a mistake of ours</source>
        <translation>ein Fehler von uns</translation>
    </message>
    <message>
        <source>a model is being downloaded</source>
        <translation>ein Modell wird heruntergeladen</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a number from {low} to {high}</source>
        <translation>eine Zahl von {low} bis {high}</translation>
    </message>
    <message>
        <source>a number of seconds or a duration</source>
        <translation>eine Zahl von Sekunden oder eine Dauer</translation>
    </message>
    <message>
        <source>a program holds 1 to 100 percent - at yield.memory_percent</source>
        <translation>ein Programm hält 1 bis 100 Prozent – bei yield.memory_percent</translation>
    </message>
    <message>
        <source>a program that imitates Ollama</source>
        <translation>ein Programm, das Ollama nachahmt</translation>
    </message>
    <message>
        <source>a user name or password in it would end up in logs</source>
        <translation>ein Benutzername oder Passwort darin käme in Protokolle</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a whole number from 1 to {at_most}</source>
        <translation>eine ganze Zahl von 1 bis {at_most}</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>access denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>access permissions</source>
        <translation>Zugriffsrechte</translation>
    </message>
    <message>
        <source>address already in use</source>
        <translation>Adresse wird schon benutzt</translation>
    </message>
    <message>
        <source>adopt where none may be started</source>
        <translation>übernehmen, wo keines gestartet werden darf</translation>
    </message>
    <message>
        <source>adopted</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>adopted {owner}; it is never stopped by us</source>
        <translation>übernommen: {owner}; es wird nie von uns angehalten</translation>
    </message>
    <message>
        <source>agents of level L1 go to the cloud</source>
        <translation>Agenten der Stufe L1 gehen in die Cloud</translation>
    </message>
    <message>
        <source>agents of level L2 stay local while the local model is available</source>
        <translation>Agenten der Stufe L2 bleiben lokal, solange das lokale Modell da ist</translation>
    </message>
    <message>
        <source>agents of level L3 stay local unless the local model fails</source>
        <translation>Agenten der Stufe L3 bleiben lokal, außer das lokale Modell fällt aus</translation>
    </message>
    <message>
        <source>all cloud</source>
        <translation>alles Cloud</translation>
    </message>
    <message>
        <source>all files are whole</source>
        <translation>alle Dateien sind heil</translation>
    </message>
    <message>
        <source>all local</source>
        <translation>alles lokal</translation>
    </message>
    <message>
        <source>an Ollama is only adopted, never started</source>
        <translation>ein Ollama wird nur übernommen, nie gestartet</translation>
    </message>
    <message>
        <source>an Ollama that somebody else started</source>
        <translation>ein Ollama, das jemand anders gestartet hat</translation>
    </message>
    <message>
        <source>an Ollama that we started</source>
        <translation>ein Ollama, das wir gestartet haben</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>an origin is one address such as http://localhost:3000 - at engine.origins</source>
        <translation>eine Herkunft ist eine Adresse wie http://localhost:3000 – bei engine.origins</translation>
    </message>
    <message>
        <source>an orphaned model runner</source>
        <translation>ein übrig gebliebener Modellprozess</translation>
    </message>
    <message>
        <source>an unknown processor</source>
        <translation>ein unbekannter Prozessor</translation>
    </message>
    <message>
        <source>and</source>
        <translation>und</translation>
    </message>
    <message>
        <source>and therefore slowed down</source>
        <translation>und darum gedrosselt</translation>
    </message>
    <message>
        <source>and {previous} does not start either: {title}</source>
        <translation>und {previous} startet auch nicht: {title}</translation>
    </message>
    <message>
        <source>and {unpriced}</source>
        <translation>und {unpriced}</translation>
    </message>
    <message>
        <source>another Ollama took its port</source>
        <translation>ein anderes Ollama nahm seinen Port</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>ein anderes Programm</translation>
    </message>
    <message>
        <source>answered otherwise, so not continued</source>
        <translation>anders beantwortet, darum nicht fortgesetzt</translation>
    </message>
    <message>
        <source>answered requests in the ledger</source>
        <translation>beantwortete Anfragen in den Büchern</translation>
    </message>
    <message>
        <source>answers are under way</source>
        <translation>Antworten sind unterwegs</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>wie es war</translation>
    </message>
    <message>
        <source>as most cards slow down there</source>
        <translation>die meisten Karten drosseln dort</translation>
    </message>
    <message>
        <source>asking for the release</source>
        <translation>die Version wird erfragt</translation>
    </message>
    <message>
        <source>at least {target}</source>
        <translation>mindestens {target}</translation>
    </message>
    <message>
        <source>at least {uptime_percent}</source>
        <translation>mindestens {uptime_percent}</translation>
    </message>
    <message>
        <source>at {usd_per_unit} USD</source>
        <translation>zu {usd_per_unit} USD</translation>
    </message>
    <message>
        <source>audio</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>authentication required</source>
        <translation>Anmeldung nötig</translation>
    </message>
    <message>
        <source>billed above our list price: long prompts, a tier or tools that we do not see, or other programs on the account</source>
        <translation>über unserem Listenpreis berechnet: lange Prompts, eine Stufe oder Werkzeuge, die wir nicht sehen, oder andere Programme mit diesem Konto</translation>
    </message>
    <message>
        <source>billed below list price: a discount, a credit, or calls that were not billed</source>
        <translation>unter Listenpreis berechnet: ein Rabatt, eine Gutschrift oder Aufrufe, die nicht berechnet wurden</translation>
    </message>
    <message>
        <source>both agree</source>
        <translation>beide stimmen überein</translation>
    </message>
    <message>
        <source>both agree, to the cents of the export</source>
        <translation>beide stimmen überein, auf den Cent des Exports</translation>
    </message>
    <message>
        <source>broke off in the middle</source>
        <translation>brach mittendrin ab</translation>
    </message>
    <message>
        <source>budget {number}: usd must be a number above 0</source>
        <translation>Budget {number}: usd muss eine Zahl über 0 sein</translation>
    </message>
    <message>
        <source>but</source>
        <translation>aber</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>cannot be read ({value})</source>
        <translation>ist nicht lesbar ({value})</translation>
    </message>
    <message>
        <source>cannot connect to the docker daemon</source>
        <translation>keine Verbindung zum Docker-Dienst</translation>
    </message>
    <message>
        <source>cannot take a prompt this long</source>
        <translation>kann einen so langen Prompt nicht annehmen</translation>
    </message>
    <message>
        <source>cdi device</source>
        <translation>CDI-Gerät</translation>
    </message>
    <message>
        <source>changing to Ollama {version}</source>
        <translation>Umstellung auf Ollama {version}</translation>
    </message>
    <message>
        <source>changing to {target}</source>
        <translation>Umstellung auf {target}</translation>
    </message>
    <message>
        <source>cloud answers would take {measured} J a token here</source>
        <translation>Antworten der Cloud bräuchten hier {measured} J je Token</translation>
    </message>
    <message>
        <source>comparing the copy with the checksums</source>
        <translation>die Kopie wird mit den Prüfsummen verglichen</translation>
    </message>
    <message>
        <source>completion</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>copying the models to {target}</source>
        <translation>die Modelle werden nach {target} kopiert</translation>
    </message>
    <message>
        <source>cost export</source>
        <translation>Kosten-Export</translation>
    </message>
    <message>
        <source>could not be reached</source>
        <translation>war nicht zu erreichen</translation>
    </message>
    <message>
        <source>could not select device driver</source>
        <translation>kein passender Gerätetreiber</translation>
    </message>
    <message>
        <source>counted</source>
        <translation>gezählt</translation>
    </message>
    <message>
        <source>critical requests go to the cloud</source>
        <translation>kritische Anfragen gehen in die Cloud</translation>
    </message>
    <message>
        <source>csv or json</source>
        <translation>csv oder json</translation>
    </message>
    <message>
        <source>damaged parts were dropped, trying again: {reason}</source>
        <translation>beschädigte Teile wurden verworfen, neuer Versuch: {reason}</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>deleting the old files in {source}</source>
        <translation>die alten Dateien in {source} werden gelöscht</translation>
    </message>
    <message>
        <source>dial unix</source>
        <translation>dial unix</translation>
    </message>
    <message>
        <source>did not accept our key</source>
        <translation>nahm unseren Schlüssel nicht an</translation>
    </message>
    <message>
        <source>digest mismatch</source>
        <translation>Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>disk quota</source>
        <translation>Kontingent der Platte</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>drive it (engine.run = &quot;docker&quot;)</source>
        <translation>es führen (engine.run = &quot;docker&quot;)</translation>
    </message>
    <message>
        <source>drive it (engine.run = &quot;systemd&quot;)</source>
        <translation>es führen (engine.run = &quot;systemd&quot;)</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>Einbettungen</translation>
    </message>
    <message>
        <source>embedding model</source>
        <translation>Modell für Einbettungen</translation>
    </message>
    <message>
        <source>end it yourself, its server is gone</source>
        <translation>selbst beenden, sein Server ist fort</translation>
    </message>
    <message>
        <source>engine jobs</source>
        <translation>Arbeiten an der Engine</translation>
    </message>
    <message>
        <source>engine.debug is on: Ollama writes prompts to its log.</source>
        <translation>engine.debug ist an: Ollama schreibt Prompts in sein Protokoll.</translation>
    </message>
    <message>
        <source>engine.host names {url}, which is not this machine</source>
        <translation>engine.host nennt {url}, das ist nicht dieser Rechner</translation>
    </message>
    <message>
        <source>engine.run is docker, but there is no docker program on this machine</source>
        <translation>engine.run ist docker, aber auf diesem Rechner gibt es kein Programm docker</translation>
    </message>
    <message>
        <source>engine.run is systemd, but there is no systemctl on this machine</source>
        <translation>engine.run ist systemd, aber auf diesem Rechner gibt es kein systemctl</translation>
    </message>
    <message>
        <source>error while loading shared libraries</source>
        <translation>Fehler beim Laden gemeinsamer Bibliotheken</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>geschätzt</translation>
    </message>
    <message>
        <source>exec format error</source>
        <translation>falsches Programmformat</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>ausgefallen</translation>
    </message>
    <message>
        <source>fetching Ollama {version}</source>
        <translation>Ollama {version} wird geholt</translation>
    </message>
    <message>
        <source>file exists</source>
        <translation>gibt es schon</translation>
    </message>
    <message>
        <source>files for temporary use</source>
        <translation>Dateien für zwischendurch</translation>
    </message>
    <message>
        <source>found our own again</source>
        <translation>unser eigenes wiedergefunden</translation>
    </message>
    <message>
        <source>from the new place the engine does not list {missing}</source>
        <translation>vom neuen Ort listet die Engine nicht auf: {missing}</translation>
    </message>
    <message>
        <source>from {days} days measured</source>
        <translation>aus {days} gemessenen Tagen</translation>
    </message>
    <message>
        <source>gave up after {failures} failures in a row; last: {words}</source>
        <translation>nach {failures} Fehlschlägen in Folge aufgegeben; zuletzt: {words}</translation>
    </message>
    <message>
        <source>getting the image {image}</source>
        <translation>das Image {image} wird geholt</translation>
    </message>
    <message>
        <source>getting the image {image}, {values} of {layers} layers</source>
        <translation>das Image {image} wird geholt, {values} von {layers} Schichten</translation>
    </message>
    <message>
        <source>give 0 to 3600 seconds - at yield.{name}</source>
        <translation>geben Sie 0 bis 3600 Sekunden an – bei yield.{name}</translation>
    </message>
    <message>
        <source>give {least} to {most} - at power.{name}</source>
        <translation>geben Sie {least} bis {most} an – bei power.{name}</translation>
    </message>
    <message>
        <source>going back to {source}: {wrong}</source>
        <translation>zurück zu {source}: {wrong}</translation>
    </message>
    <message>
        <source>going back to {value}: {wrong}</source>
        <translation>zurück zu {value}: {wrong}</translation>
    </message>
    <message>
        <source>had an internal error</source>
        <translation>hatte einen inneren Fehler</translation>
    </message>
    <message>
        <source>hardware slowdown</source>
        <translation>von der Hardware gebremst</translation>
    </message>
    <message>
        <source>hashing {path}</source>
        <translation>die Prüfsumme von {path} wird berechnet</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>http sends the key in the clear; only this machine may be reached so</source>
        <translation>http sendet den Schlüssel offen; so darf nur dieser Rechner erreicht werden</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>insecure protocol http</source>
        <translation>unsicheres Protokoll http</translation>
    </message>
    <message>
        <source>insert</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>installing {name} was interrupted {most_tries} times</source>
        <translation>die Installation von {name} wurde {most_tries}-mal unterbrochen</translation>
    </message>
    <message>
        <source>invalid model name</source>
        <translation>ungültiger Modellname</translation>
    </message>
    <message>
        <source>invalid model path</source>
        <translation>ungültiger Modellpfad</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>is damaged: its content is not what its name says</source>
        <translation>ist beschädigt: ihr Inhalt ist nicht, was ihr Name sagt</translation>
    </message>
    <message>
        <source>is estimated</source>
        <translation>ist geschätzt</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>is overloaded</source>
        <translation>ist überlastet</translation>
    </message>
    <message>
        <source>is rate limited</source>
        <translation>begrenzt die Zahl der Anfragen</translation>
    </message>
    <message>
        <source>is the docker daemon running</source>
        <translation>läuft der Docker-Dienst?</translation>
    </message>
    <message>
        <source>is {size} bytes long, not {size2}</source>
        <translation>ist {size} Byte lang, nicht {size2}</translation>
    </message>
    <message>
        <source>it answered with status {status}</source>
        <translation>es antwortete mit Status {status}</translation>
    </message>
    <message>
        <source>it can be started once its port is free; {event}</source>
        <translation>es kann gestartet werden, sobald sein Port frei ist; {event}</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>er ist nicht lesbar</translation>
    </message>
    <message>
        <source>it cannot be read as CSV ({error})</source>
        <translation>sie ist nicht als CSV lesbar ({error})</translation>
    </message>
    <message>
        <source>it did not answer</source>
        <translation>es antwortete nicht</translation>
    </message>
    <message>
        <source>it does not list its models</source>
        <translation>es listet seine Modelle nicht auf</translation>
    </message>
    <message>
        <source>it ended {total} bytes early</source>
        <translation>es endete {total} Byte zu früh</translation>
    </message>
    <message>
        <source>it failed and is left alone for a while</source>
        <translation>es fiel aus und wird eine Weile in Ruhe gelassen</translation>
    </message>
    <message>
        <source>it fell silent for {gap_s} s within the answer</source>
        <translation>es verstummte mitten in der Antwort für {gap_s} s</translation>
    </message>
    <message>
        <source>it generates nothing ({asked})</source>
        <translation>es erzeugt nichts ({asked})</translation>
    </message>
    <message>
        <source>it has more than {most_lines} lines</source>
        <translation>sie hat mehr als {most_lines} Zeilen</translation>
    </message>
    <message>
        <source>it holds a password</source>
        <translation>er enthält ein Passwort</translation>
    </message>
    <message>
        <source>it holds blanks or control characters</source>
        <translation>sie enthält Leer- oder Steuerzeichen</translation>
    </message>
    <message>
        <source>it holds no line</source>
        <translation>sie enthält keine Zeile</translation>
    </message>
    <message>
        <source>it holds {held} of {total} MiB of the GPU&apos;s memory</source>
        <translation>es belegt {held} von {total} MiB des GPU-Speichers</translation>
    </message>
    <message>
        <source>it is a folder that all users share</source>
        <translation>es ist ein Ordner, den alle Benutzer teilen</translation>
    </message>
    <message>
        <source>it is being fetched</source>
        <translation>es wird gerade geholt</translation>
    </message>
    <message>
        <source>it is being tried again</source>
        <translation>es wird gerade wieder versucht</translation>
    </message>
    <message>
        <source>it is busy with other requests</source>
        <translation>es ist mit anderen Anfragen beschäftigt</translation>
    </message>
    <message>
        <source>it is busy, and would be loaded anew for {num_ctx}</source>
        <translation>es ist beschäftigt und müsste für {num_ctx} neu geladen werden</translation>
    </message>
    <message>
        <source>it is loaded</source>
        <translation>es ist geladen</translation>
    </message>
    <message>
        <source>it is not a URL</source>
        <translation>es ist keine URL</translation>
    </message>
    <message>
        <source>it is not running</source>
        <translation>es läuft nicht</translation>
    </message>
    <message>
        <source>it is on the list of programs that come first</source>
        <translation>es steht auf der Liste der Programme, die vorgehen</translation>
    </message>
    <message>
        <source>it is pinned</source>
        <translation>es ist angeheftet</translation>
    </message>
    <message>
        <source>it is the registry&apos;s</source>
        <translation>es ist das des Registers</translation>
    </message>
    <message>
        <source>it kept port {port} from its earlier start</source>
        <translation>es behielt Port {port} von seinem früheren Start</translation>
    </message>
    <message>
        <source>it must begin with https:// and name a host</source>
        <translation>sie muss mit https:// beginnen und einen Rechner nennen</translation>
    </message>
    <message>
        <source>it must begin with postgresql://</source>
        <translation>er muss mit postgresql:// beginnen</translation>
    </message>
    <message>
        <source>it must not hold ? or #</source>
        <translation>sie darf weder ? noch # enthalten</translation>
    </message>
    <message>
        <source>it names no database</source>
        <translation>er nennt keine Datenbank</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>es sagte nichts</translation>
    </message>
    <message>
        <source>it sends us elsewhere, and redirects are not followed</source>
        <translation>es schickt uns anderswohin, und Umleitungen folgen wir nicht</translation>
    </message>
    <message>
        <source>it was installed since</source>
        <translation>es wurde erst danach installiert</translation>
    </message>
    <message>
        <source>it was loaded anew for more a moment ago (again in {left} min)</source>
        <translation>es wurde vor Kurzem für mehr neu geladen (wieder in {left} min)</translation>
    </message>
    <message>
        <source>it went away ({event})</source>
        <translation>es ging fort ({event})</translation>
    </message>
    <message>
        <source>its answer is compressed, which was not asked for</source>
        <translation>seine Antwort ist komprimiert, was nicht verlangt war</translation>
    </message>
    <message>
        <source>its answer is larger than any answer may be</source>
        <translation>seine Antwort ist größer, als eine Antwort sein darf</translation>
    </message>
    <message>
        <source>its answer is not HTTP</source>
        <translation>seine Antwort ist kein HTTP</translation>
    </message>
    <message>
        <source>its answer is too long</source>
        <translation>seine Antwort ist zu lang</translation>
    </message>
    <message>
        <source>its certificate is not trusted</source>
        <translation>seinem Zertifikat wird nicht vertraut</translation>
    </message>
    <message>
        <source>its columns are neither those of the usage export nor of the cost export</source>
        <translation>ihre Spalten sind weder die des Verbrauchs- noch die des Kosten-Exports</translation>
    </message>
    <message>
        <source>its folder cannot be read by us</source>
        <translation>sein Ordner ist für uns nicht lesbar</translation>
    </message>
    <message>
        <source>its log</source>
        <translation>sein Protokoll</translation>
    </message>
    <message>
        <source>its queue is full</source>
        <translation>seine Warteschlange ist voll</translation>
    </message>
    <message>
        <source>its registry did not answer</source>
        <translation>sein Register antwortete nicht</translation>
    </message>
    <message>
        <source>its sslrootcert is no file of certificates that we may read</source>
        <translation>sein sslrootcert ist keine Datei mit Zertifikaten, die wir lesen dürfen</translation>
    </message>
    <message>
        <source>ledger: list price of the cloud less cloud, electricity and models kept loaded</source>
        <translation>Bücher: Listenpreis der Cloud, weniger Cloud, Strom und geladen gehaltene Modelle</translation>
    </message>
    <message>
        <source>less than a day was measured so far</source>
        <translation>bisher wurde weniger als ein Tag gemessen</translation>
    </message>
    <message>
        <source>level {agent_level}</source>
        <translation>Stufe {agent_level}</translation>
    </message>
    <message>
        <source>line {number} cannot be read: {error}</source>
        <translation>Zeile {number} ist nicht lesbar: {error}</translation>
    </message>
    <message>
        <source>local and cloud count tokens with different tokenizers; the counts are kept</source>
        <translation>lokal und Cloud zählen Token mit verschiedenen Tokenizern; die Zahlen sind übernommen</translation>
    </message>
    <message>
        <source>local first</source>
        <translation>zuerst lokal</translation>
    </message>
    <message>
        <source>local model</source>
        <translation>lokales Modell</translation>
    </message>
    <message>
        <source>logprobs</source>
        <translation>Wahrscheinlichkeiten (logprobs)</translation>
    </message>
    <message>
        <source>looking whether the engine lists the same models</source>
        <translation>es wird nachgesehen, ob die Engine dieselben Modelle auflistet</translation>
    </message>
    <message>
        <source>making the model</source>
        <translation>das Modell wird erzeugt</translation>
    </message>
    <message>
        <source>manifest unknown</source>
        <translation>Manifest unbekannt</translation>
    </message>
    <message>
        <source>model requires more system memory ({needed}) than is available ({free})</source>
        <translation>das Modell braucht mehr Hauptspeicher ({needed}), als da ist ({free})</translation>
    </message>
    <message>
        <source>month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>moving the models to {target} was interrupted {most_tries} times</source>
        <translation>der Umzug der Modelle nach {target} wurde {most_tries}-mal unterbrochen</translation>
    </message>
    <message>
        <source>network is unreachable</source>
        <translation>Netz nicht erreichbar</translation>
    </message>
    <message>
        <source>newer version of ollama</source>
        <translation>neuere Version von Ollama</translation>
    </message>
    <message>
        <source>next month</source>
        <translation>zum nächsten Monat</translation>
    </message>
    <message>
        <source>no Ollama of our own</source>
        <translation>kein eigenes Ollama</translation>
    </message>
    <message>
        <source>no Ollama was found on this machine</source>
        <translation>auf diesem Rechner wurde kein Ollama gefunden</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>keine Antwort rechtzeitig</translation>
    </message>
    <message>
        <source>no answer within {probe_timeout_s} s</source>
        <translation>keine Antwort in {probe_timeout_s} s</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>keine Verbindung</translation>
    </message>
    <message>
        <source>no connection in time</source>
        <translation>keine Verbindung rechtzeitig</translation>
    </message>
    <message>
        <source>no first token in time</source>
        <translation>kein erstes Token rechtzeitig</translation>
    </message>
    <message>
        <source>no local answer was metered: energy of cloud answers here is unknown</source>
        <translation>keine lokale Antwort wurde gemessen: die Energie von Antworten der Cloud ist hier unbekannt</translation>
    </message>
    <message>
        <source>no log file: {strerror}</source>
        <translation>keine Protokolldatei: {strerror}</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>kein Grund genannt</translation>
    </message>
    <message>
        <source>no registry has it: it was made here</source>
        <translation>kein Register hat es: es wurde hier erzeugt</translation>
    </message>
    <message>
        <source>no request was answered in the last 30 days</source>
        <translation>in den letzten 30 Tagen wurde keine Anfrage beantwortet</translation>
    </message>
    <message>
        <source>no space left</source>
        <translation>kein Platz mehr</translation>
    </message>
    <message>
        <source>no space left on device</source>
        <translation>kein Platz mehr auf der Platte</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>keine solche Datei</translation>
    </message>
    <message>
        <source>no such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>no such host</source>
        <translation>kein solcher Rechner</translation>
    </message>
    <message>
        <source>no whole answer in time</source>
        <translation>keine ganze Antwort rechtzeitig</translation>
    </message>
    <message>
        <source>no {what} is installed that could stand in for {model}</source>
        <translation>kein {what} ist da, das für {model} einspringen könnte</translation>
    </message>
    <message>
        <source>nobody listens there</source>
        <translation>dort lauscht niemand</translation>
    </message>
    <message>
        <source>not a directory</source>
        <translation>ist kein Ordner</translation>
    </message>
    <message>
        <source>not enough space</source>
        <translation>nicht genug Platz</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>not in the export: it may leave out a workspace or key, or have been made before these calls</source>
        <translation>nicht im Export: er lässt vielleicht einen Workspace oder Schlüssel weg oder entstand vor diesen Aufrufen</translation>
    </message>
    <message>
        <source>not permitted</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>not started yet</source>
        <translation>noch nicht gestartet</translation>
    </message>
    <message>
        <source>not through Ziggie: another program used the account, or Ziggie was not running</source>
        <translation>nicht über Ziggie: ein anderes Programm benutzte das Konto, oder Ziggie lief nicht</translation>
    </message>
    <message>
        <source>nothing came for {allowed} s</source>
        <translation>{allowed} s lang kam nichts</translation>
    </message>
    <message>
        <source>nothing came in time</source>
        <translation>es kam nicht rechtzeitig etwas</translation>
    </message>
    <message>
        <source>nothing is installed</source>
        <translation>nichts ist installiert</translation>
    </message>
    <message>
        <source>of {whose}</source>
        <translation>für {whose}</translation>
    </message>
    <message>
        <source>one file is not as it should be</source>
        <translation>eine Datei ist nicht, wie sie sein soll</translation>
    </message>
    <message>
        <source>one of {formats}</source>
        <translation>eines von {formats}</translation>
    </message>
    <message>
        <source>one of {kind}</source>
        <translation>eines von {kind}</translation>
    </message>
    <message>
        <source>only one usage of each socket</source>
        <translation>Adresse wird schon benutzt</translation>
    </message>
    <message>
        <source>only the newest {most_rows} requests</source>
        <translation>nur die neuesten {most_rows} Anfragen</translation>
    </message>
    <message>
        <source>only {share} of {model} is on the GPU, which has room</source>
        <translation>nur {share} von {model} liegt auf der GPU, die Platz hat</translation>
    </message>
    <message>
        <source>other methods</source>
        <translation>andere Methoden</translation>
    </message>
    <message>
        <source>our own Ollama</source>
        <translation>unser eigenes Ollama</translation>
    </message>
    <message>
        <source>own probe each 10 s, in the ledger</source>
        <translation>eigene Probe alle 10 s, in den Büchern</translation>
    </message>
    <message>
        <source>own tariff</source>
        <translation>eigener Tarif</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>permission denied while trying to connect</source>
        <translation>keine Berechtigung für die Verbindung</translation>
    </message>
    <message>
        <source>pid {pid}</source>
        <translation>pid {pid}</translation>
    </message>
    <message>
        <source>policy.toml names it</source>
        <translation>policy.toml nennt es</translation>
    </message>
    <message>
        <source>port is already allocated</source>
        <translation>Port ist schon vergeben</translation>
    </message>
    <message>
        <source>port {port} is held by {taken}, so port {port2} is used</source>
        <translation>Port {port} hält {taken}, darum wird Port {port2} benutzt</translation>
    </message>
    <message>
        <source>power brake</source>
        <translation>Leistungsbremse</translation>
    </message>
    <message>
        <source>process {pid}</source>
        <translation>Prozess {pid}</translation>
    </message>
    <message>
        <source>pull access denied</source>
        <translation>Zugriff auf das Image verweigert</translation>
    </message>
    <message>
        <source>pulling manifest</source>
        <translation>das Manifest wird geholt</translation>
    </message>
    <message>
        <source>pulling {digest}</source>
        <translation>{digest} wird geholt</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>eingereiht</translation>
    </message>
    <message>
        <source>quit the app, so that Ziggie starts one with its own settings</source>
        <translation>die App beenden, damit Ziggie eines mit eigenen Einstellungen startet</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>nur lesbares Dateisystem</translation>
    </message>
    <message>
        <source>reading the file</source>
        <translation>die Datei wird gelesen</translation>
    </message>
    <message>
        <source>reading the files</source>
        <translation>die Dateien werden gelesen</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>refused the request</source>
        <translation>lehnte die Anfrage ab</translation>
    </message>
    <message>
        <source>refused to answer</source>
        <translation>wollte nicht antworten</translation>
    </message>
    <message>
        <source>removing any unused layers</source>
        <translation>unbenutzte Schichten werden entfernt</translation>
    </message>
    <message>
        <source>removing unused layers</source>
        <translation>unbenutzte Schichten werden entfernt</translation>
    </message>
    <message>
        <source>requests are kept for 1 to 36500 days - at ledger.keep_days</source>
        <translation>Anfragen werden 1 bis 36500 Tage behalten – bei ledger.keep_days</translation>
    </message>
    <message>
        <source>requests in the ledger that their first choice did not answer</source>
        <translation>Anfragen in den Büchern, die nicht ihre erste Wahl beantwortet hat</translation>
    </message>
    <message>
        <source>requires a newer version</source>
        <translation>braucht eine neuere Version</translation>
    </message>
    <message>
        <source>rule {number}: fallback is the same side as route</source>
        <translation>Regel {number}: fallback ist dieselbe Seite wie route</translation>
    </message>
    <message>
        <source>running</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>sending {path}</source>
        <translation>{path} wird gesendet</translation>
    </message>
    <message>
        <source>sent something broken</source>
        <translation>sandte etwas Kaputtes</translation>
    </message>
    <message>
        <source>signal {value}</source>
        <translation>Signal {value}</translation>
    </message>
    <message>
        <source>sslmode is one of {modes}</source>
        <translation>sslmode ist eines von {modes}</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beim Starten</translation>
    </message>
    <message>
        <source>status {status}</source>
        <translation>Status {status}</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>beim Anhalten</translation>
    </message>
    <message>
        <source>success</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>systemctl could not {verb} {self}: {last_words}</source>
        <translation>systemctl konnte nicht: {verb} {self}: {last_words}</translation>
    </message>
    <message>
        <source>text or a list of blocks</source>
        <translation>Text oder eine Liste von Blöcken</translation>
    </message>
    <message>
        <source>text or a list of items</source>
        <translation>Text oder eine Liste von Einträgen</translation>
    </message>
    <message>
        <source>text or a list of parts</source>
        <translation>Text oder eine Liste von Teilen</translation>
    </message>
    <message>
        <source>that is what the owner has set for it</source>
        <translation>so hat es der Besitzer festgelegt</translation>
    </message>
    <message>
        <source>the Docker container {container}</source>
        <translation>der Docker-Container {container}</translation>
    </message>
    <message>
        <source>the Docker container {value}</source>
        <translation>der Docker-Container {value}</translation>
    </message>
    <message>
        <source>the GPU is lent to {to} for {left} more minutes</source>
        <translation>die GPU ist noch {left} Minuten an {to} verliehen</translation>
    </message>
    <message>
        <source>the GPU is lent to {to} until it is free</source>
        <translation>die GPU ist an {to} verliehen, bis sie frei ist</translation>
    </message>
    <message>
        <source>the GPU is lost: {reason}</source>
        <translation>die GPU ist verloren: {reason}</translation>
    </message>
    <message>
        <source>the Ollama that somebody else runs went away ({event})</source>
        <translation>das Ollama, das jemand anders laufen lässt, ging fort ({event})</translation>
    </message>
    <message>
        <source>the address is not one of a server</source>
        <translation>die Adresse ist nicht die eines Servers</translation>
    </message>
    <message>
        <source>the answer has no end marker</source>
        <translation>die Antwort hat kein Endzeichen</translation>
    </message>
    <message>
        <source>the answer holds no embeddings</source>
        <translation>die Antwort enthält keine Einbettungen</translation>
    </message>
    <message>
        <source>the answer was not complete in time</source>
        <translation>die Antwort war nicht rechtzeitig vollständig</translation>
    </message>
    <message>
        <source>the books do not go back so far</source>
        <translation>die Bücher reichen nicht so weit zurück</translation>
    </message>
    <message>
        <source>the caller hung up</source>
        <translation>der Aufrufer hat aufgelegt</translation>
    </message>
    <message>
        <source>the cloud budget{of} of {cap_pico} a {per}</source>
        <translation>das Cloud-Budget{of} von {cap_pico} pro {per}</translation>
    </message>
    <message>
        <source>the cloud side</source>
        <translation>die Cloud-Seite</translation>
    </message>
    <message>
        <source>the confidence in {model} is {known} and {wanted} is asked for</source>
        <translation>das Vertrauen in {model} ist {known}, verlangt ist {wanted}</translation>
    </message>
    <message>
        <source>the connection broke ({name})</source>
        <translation>die Verbindung brach ab ({name})</translation>
    </message>
    <message>
        <source>the connection was refused</source>
        <translation>die Verbindung wurde abgelehnt</translation>
    </message>
    <message>
        <source>the connection was reset</source>
        <translation>die Verbindung wurde zurückgesetzt</translation>
    </message>
    <message>
        <source>the download ended before it was complete</source>
        <translation>der Download endete, bevor er vollständig war</translation>
    </message>
    <message>
        <source>the engine did not stop in time</source>
        <translation>die Engine hielt nicht rechtzeitig an</translation>
    </message>
    <message>
        <source>the engine is not ready yet</source>
        <translation>die Engine ist noch nicht bereit</translation>
    </message>
    <message>
        <source>the host is neither a name nor a full address</source>
        <translation>der Rechner ist weder ein Name noch eine volle Adresse</translation>
    </message>
    <message>
        <source>the installed Ollama is too old for {lacks}</source>
        <translation>das vorhandene Ollama ist zu alt für {lacks}</translation>
    </message>
    <message>
        <source>the keyring does not answer</source>
        <translation>der Schlüsselbund antwortet nicht</translation>
    </message>
    <message>
        <source>the local engine</source>
        <translation>die lokale Engine</translation>
    </message>
    <message>
        <source>the local side</source>
        <translation>die lokale Seite</translation>
    </message>
    <message>
        <source>the memory has room for {room}</source>
        <translation>im Speicher ist Platz für {room}</translation>
    </message>
    <message>
        <source>the mode</source>
        <translation>der Modus</translation>
    </message>
    <message>
        <source>the models are in {target}{rest}</source>
        <translation>die Modelle sind in {target}{rest}</translation>
    </message>
    <message>
        <source>the models stay in {source}: the new place did not prove itself</source>
        <translation>die Modelle bleiben in {source}: der neue Ort hat sich nicht bewährt</translation>
    </message>
    <message>
        <source>the old one did not stop in time</source>
        <translation>das alte hielt nicht rechtzeitig an</translation>
    </message>
    <message>
        <source>the policy names no fallback for what it sends to the cloud side</source>
        <translation>die Regeln nennen keine zweite Wahl für das, was in die Cloud geht</translation>
    </message>
    <message>
        <source>the policy names no fallback for what it sends to the local side</source>
        <translation>die Regeln nennen keine zweite Wahl für das, was an die lokale Seite geht</translation>
    </message>
    <message>
        <source>the policy names no fallback for what it sends to the {route} side</source>
        <translation>die Regeln nennen keine zweite Wahl für das, was an die Seite {route} geht</translation>
    </message>
    <message>
        <source>the price of this model, or of its tier, is not known</source>
        <translation>der Preis dieses Modells oder seiner Stufe ist nicht bekannt</translation>
    </message>
    <message>
        <source>the prompt is about {prompt_tokens} tokens, the context of {model} is {context}</source>
        <translation>der Prompt hat etwa {prompt_tokens} Token, der Kontext von {model} ist {context}</translation>
    </message>
    <message>
        <source>the registry does not tell its size</source>
        <translation>das Register nennt seine Größe nicht</translation>
    </message>
    <message>
        <source>the registry has another version</source>
        <translation>das Register hat eine andere Version</translation>
    </message>
    <message>
        <source>the request</source>
        <translation>die Anfrage</translation>
    </message>
    <message>
        <source>the request wants a context of {wanted} tokens, {num_ctx} are held</source>
        <translation>die Anfrage verlangt einen Kontext von {wanted} Token, gehalten werden {num_ctx}</translation>
    </message>
    <message>
        <source>the server has less than is here</source>
        <translation>der Server hat weniger, als hier ist</translation>
    </message>
    <message>
        <source>the stream is not Ollama&apos;s: a line that is no JSON</source>
        <translation>was kommt, ist nicht von Ollama: eine Zeile, die kein JSON ist</translation>
    </message>
    <message>
        <source>the stream is not Ollama&apos;s: a line without an end</source>
        <translation>was kommt, ist nicht von Ollama: eine Zeile ohne Ende</translation>
    </message>
    <message>
        <source>the systemd unit {unit}</source>
        <translation>die systemd-Unit {unit}</translation>
    </message>
    <message>
        <source>the {quotes} is never closed</source>
        <translation>das {quotes} wird nie geschlossen</translation>
    </message>
    <message>
        <source>the {side} side</source>
        <translation>die Seite {side}</translation>
    </message>
    <message>
        <source>there is a second FROM</source>
        <translation>es gibt ein zweites FROM</translation>
    </message>
    <message>
        <source>there is no Claude key</source>
        <translation>es gibt keinen Claude-Schlüssel</translation>
    </message>
    <message>
        <source>there is no FROM</source>
        <translation>es gibt kein FROM</translation>
    </message>
    <message>
        <source>thinking</source>
        <translation>Nachdenken</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>morgen</translation>
    </message>
    <message>
        <source>too hot (driver)</source>
        <translation>zu heiß (Treiber)</translation>
    </message>
    <message>
        <source>too hot (hardware)</source>
        <translation>zu heiß (Hardware)</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>zu groß</translation>
    </message>
    <message>
        <source>took too long</source>
        <translation>brauchte zu lange</translation>
    </message>
    <message>
        <source>tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>true, false or a level</source>
        <translation>true, false oder eine Stufe</translation>
    </message>
    <message>
        <source>trying Ollama {version}</source>
        <translation>Ollama {version} wird erprobt</translation>
    </message>
    <message>
        <source>trying again: {reason}</source>
        <translation>neuer Versuch: {reason}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>unknown runtime</source>
        <translation>unbekannte Laufzeit</translation>
    </message>
    <message>
        <source>unpacking Ollama {version}</source>
        <translation>Ollama {version} wird entpackt</translation>
    </message>
    <message>
        <source>usage export at list price</source>
        <translation>Verbrauchs-Export zum Listenpreis</translation>
    </message>
    <message>
        <source>use another port</source>
        <translation>einen anderen Port benutzen</translation>
    </message>
    <message>
        <source>user {user}</source>
        <translation>Benutzer {user}</translation>
    </message>
    <message>
        <source>verifying sha256 digest</source>
        <translation>die Prüfsumme wird geprüft</translation>
    </message>
    <message>
        <source>version is {version}, this program reads version {version2}</source>
        <translation>version ist {version}, dieses Programm liest Version {version2}</translation>
    </message>
    <message>
        <source>vision</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>waiting for Ollama</source>
        <translation>wartet auf Ollama</translation>
    </message>
    <message>
        <source>waiting: {why}</source>
        <translation>wartet: {why}</translation>
    </message>
    <message>
        <source>waits for room: {lacking}</source>
        <translation>wartet auf Platz: {lacking}</translation>
    </message>
    <message>
        <source>waits for {zone}</source>
        <translation>wartet bis {zone}</translation>
    </message>
    <message>
        <source>waits until the engine has restarted</source>
        <translation>wartet, bis die Engine neu gestartet ist</translation>
    </message>
    <message>
        <source>waits until the engine is stopped</source>
        <translation>wartet, bis die Engine angehalten ist</translation>
    </message>
    <message>
        <source>waits until the models folder is moved</source>
        <translation>wartet, bis der Modellordner verschoben ist</translation>
    </message>
    <message>
        <source>was measured here</source>
        <translation>wurde hier gemessen</translation>
    </message>
    <message>
        <source>what electricity costs, or what the GPU used, is unknown</source>
        <translation>was Strom kostet oder die GPU verbraucht hat, ist unbekannt</translation>
    </message>
    <message>
        <source>what was spent so far is still being looked up</source>
        <translation>was bisher ausgegeben wurde, wird noch nachgesehen</translation>
    </message>
    <message>
        <source>where Ollama keeps its models</source>
        <translation>wo Ollama seine Modelle hat</translation>
    </message>
    <message>
        <source>where this Ollama keeps its models is not known</source>
        <translation>wo dieses Ollama seine Modelle hat, ist nicht bekannt</translation>
    </message>
    <message>
        <source>writes {now} tokens/s, usually {usual}</source>
        <translation>schreibt {now} Token/s, sonst {usual}</translation>
    </message>
    <message>
        <source>writing manifest</source>
        <translation>das Manifest wird geschrieben</translation>
    </message>
    <message>
        <source>you asked for it</source>
        <translation>Sie haben es verlangt</translation>
    </message>
    <message>
        <source>{amount} is no amount - at {part}.{name}</source>
        <translation>{amount} ist kein Betrag – bei {part}.{name}</translation>
    </message>
    <message>
        <source>{answers} answers of {model} for {component} cost {lost} more here than {cloud_model} would have. Let the cloud answer them.</source>
        <translation>{answers} Antworten von {model} für {component} kosteten hier {lost} mehr, als {cloud_model} gekostet hätte. Lassen Sie die Cloud darauf antworten.</translation>
    </message>
    <message>
        <source>{archive} cannot be unpacked: it is damaged.</source>
        <translation>{archive} lässt sich nicht entpacken: Es ist beschädigt.</translation>
    </message>
    <message>
        <source>{asked}, and {value}</source>
        <translation>{asked}, und {value}</translation>
    </message>
    <message>
        <source>{base} does not tell its releases as GitHub does.</source>
        <translation>{base} nennt seine Versionen nicht so, wie GitHub es tut.</translation>
    </message>
    <message>
        <source>{because}, but {found}</source>
        <translation>{because}, aber {found}</translation>
    </message>
    <message>
        <source>{because}, but {reason}</source>
        <translation>{because}, aber {reason}</translation>
    </message>
    <message>
        <source>{by} used it</source>
        <translation>{by} hat es benutzt</translation>
    </message>
    <message>
        <source>{component}&apos;s requests</source>
        <translation>die Anfragen von {component}</translation>
    </message>
    <message>
        <source>{component}&apos;s task {task}</source>
        <translation>die Aufgabe {task} von {component}</translation>
    </message>
    <message>
        <source>{count} requests fell back from their first choice ({share}). See `ziggie-desktop fallbacks`.</source>
        <translation>{count} Anfragen wichen von ihrer ersten Wahl aus ({share}). Siehe `ziggie-desktop fallbacks`.</translation>
    </message>
    <message>
        <source>{count} requests have no known price, so savings are unknown. Name a priced Claude model in policy.toml.</source>
        <translation>{count} Anfragen haben keinen bekannten Preis, darum ist die Ersparnis unbekannt. Nennen Sie in policy.toml ein Claude-Modell mit Preis.</translation>
    </message>
    <message>
        <source>{count} requests of unknown price</source>
        <translation>{count} Anfragen mit unbekanntem Preis</translation>
    </message>
    <message>
        <source>{dropped} entries could not be booked: the disk failed too long.</source>
        <translation>{dropped} Einträge ließen sich nicht buchen: Die Platte war zu lange gestört.</translation>
    </message>
    <message>
        <source>{error} - at pulls.window</source>
        <translation>{error} – bei pulls.window</translation>
    </message>
    <message>
        <source>{file}… of {models} {what}.</source>
        <translation>{file}… von {models} {what}.</translation>
    </message>
    <message>
        <source>{findings} files are not as they should be</source>
        <translation>{findings} Dateien sind nicht, wie sie sein sollen</translation>
    </message>
    <message>
        <source>{folder} cannot be written: {value}.</source>
        <translation>{folder} lässt sich nicht beschreiben: {value}.</translation>
    </message>
    <message>
        <source>{folder} is no full path of a folder.</source>
        <translation>{folder} ist kein voller Pfad eines Ordners.</translation>
    </message>
    <message>
        <source>{gpu} is no GPU&apos;s UUID as nvidia-smi -L lists it - at engine.gpus</source>
        <translation>{gpu} ist keine UUID einer GPU, wie nvidia-smi -L sie auflistet – bei engine.gpus</translation>
    </message>
    <message>
        <source>{header} has a value that is not understood</source>
        <translation>{header} hat einen Wert, der nicht zu verstehen ist</translation>
    </message>
    <message>
        <source>{keeper} answers</source>
        <translation>{keeper} antwortet</translation>
    </message>
    <message>
        <source>{keeper} is starting</source>
        <translation>{keeper} startet</translation>
    </message>
    <message>
        <source>{keeper} missed {missed} of the last probes</source>
        <translation>{keeper} hat {missed} der letzten Proben versäumt</translation>
    </message>
    <message>
        <source>{model} cannot do {missing}</source>
        <translation>{model} kann das nicht: {missing}</translation>
    </message>
    <message>
        <source>{model} is on the processor, not on the GPU</source>
        <translation>{model} liegt auf dem Prozessor, nicht auf der GPU</translation>
    </message>
    <message>
        <source>{model} needs at least {least} GiB of GPU memory and {room} are free</source>
        <translation>{model} braucht mindestens {least} GiB GPU-Speicher, frei sind {room}</translation>
    </message>
    <message>
        <source>{model} still has {tokens} tokens of the prompt in its cache</source>
        <translation>{model} hat noch {tokens} Token des Prompts in seinem Cache</translation>
    </message>
    <message>
        <source>{model} would take about {takes} s of the {deadline} s that there are</source>
        <translation>{model} bräuchte etwa {takes} s, Zeit ist {deadline} s</translation>
    </message>
    <message>
        <source>{model}: {share} on the GPU</source>
        <translation>{model}: {share} auf der GPU</translation>
    </message>
    <message>
        <source>{more} tokens more than went through Ziggie: another program used the account</source>
        <translation>{more} Token mehr, als über Ziggie gingen: ein anderes Programm benutzte das Konto</translation>
    </message>
    <message>
        <source>{names}: asked to leave the memory, and still there.</source>
        <translation>{names}: soll aus dem Speicher, ist aber noch da.</translation>
    </message>
    <message>
        <source>{names}: on the processor, not on the GPU.</source>
        <translation>{names}: auf dem Prozessor, nicht auf der GPU.</translation>
    </message>
    <message>
        <source>{names}: said to an Ollama that Ziggie starts, but this one was started by somebody else.</source>
        <translation>{names}: gilt für ein Ollama, das Ziggie startet, aber dieses hat jemand anders gestartet.</translation>
    </message>
    <message>
        <source>{name} did not prove itself and was rolled back</source>
        <translation>{name} hat sich nicht bewährt und wurde zurückgenommen</translation>
    </message>
    <message>
        <source>{name} holds signs that cannot be printed - at engine.environment</source>
        <translation>{name} enthält Zeichen, die sich nicht drucken lassen – bei engine.environment</translation>
    </message>
    <message>
        <source>{name} in engine.environment is left out: Ollama would write prompts to {what}.</source>
        <translation>{name} in engine.environment wird weggelassen: Ollama schriebe Prompts in {what}.</translation>
    </message>
    <message>
        <source>{name} is being fetched just now.</source>
        <translation>{name} wird gerade geholt.</translation>
    </message>
    <message>
        <source>{name} is being made or verified just now.</source>
        <translation>{name} wird gerade erzeugt oder geprüft.</translation>
    </message>
    <message>
        <source>{name} is made</source>
        <translation>{name} ist erzeugt</translation>
    </message>
    <message>
        <source>{name} is no name for a token.</source>
        <translation>{name} ist kein Name für ein Token.</translation>
    </message>
    <message>
        <source>{name} is no variable&apos;s name - at engine.environment</source>
        <translation>{name} ist kein Name einer Variablen – bei engine.environment</translation>
    </message>
    <message>
        <source>{name} is none of {known} - at engine.options_by_model.{model}</source>
        <translation>{name} ist keines von {known} – bei engine.options_by_model.{model}</translation>
    </message>
    <message>
        <source>{name} is said twice, here and as {typed} - at engine.environment</source>
        <translation>{name} steht doppelt da, hier und als {typed} – bei engine.environment</translation>
    </message>
    <message>
        <source>{name} is said with {elsewhere} - at engine.environment</source>
        <translation>{name} wird mit {elsewhere} gesagt – bei engine.environment</translation>
    </message>
    <message>
        <source>{name} is still listed after it was deleted.</source>
        <translation>{name} steht noch in der Liste, nachdem es gelöscht wurde.</translation>
    </message>
    <message>
        <source>{name} is still loaded {timeout_s} s after it was asked to go.</source>
        <translation>{name} ist noch geladen, {timeout_s} s nachdem es gehen sollte.</translation>
    </message>
    <message>
        <source>{name} no longer tells its power, though it did before.</source>
        <translation>{name} nennt seine Leistung nicht mehr, obwohl es das früher tat.</translation>
    </message>
    <message>
        <source>{name} reports the same power for more than a minute while it works.</source>
        <translation>{name} meldet seit über einer Minute dieselbe Leistung, während es arbeitet.</translation>
    </message>
    <message>
        <source>{name}: its energy counter and its power differ by more than 15 %.</source>
        <translation>{name}: Energiezähler und Leistung weichen um mehr als 15 % voneinander ab.</translation>
    </message>
    <message>
        <source>{number} is out of range - at engine.{setting}</source>
        <translation>{number} liegt außerhalb des Möglichen – bei engine.{setting}</translation>
    </message>
    <message>
        <source>{overhead} MiB is out of range - at engine.gpu_overhead_mib</source>
        <translation>{overhead} MiB liegt außerhalb des Möglichen – bei engine.gpu_overhead_mib</translation>
    </message>
    <message>
        <source>{owner} missed {missed} of the last probes</source>
        <translation>{owner} hat {missed} der letzten Proben versäumt</translation>
    </message>
    <message>
        <source>{partition} cannot be fetched: {why}.</source>
        <translation>{partition} lässt sich nicht holen: {why}.</translation>
    </message>
    <message>
        <source>{partition} does not exist.</source>
        <translation>{partition} gibt es nicht.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {strerror}</source>
        <translation>{path} lässt sich nicht beschreiben: {strerror}</translation>
    </message>
    <message>
        <source>{path} is a folder.</source>
        <translation>{path} ist ein Ordner.</translation>
    </message>
    <message>
        <source>{path} is damaged: it begins as a GGUF file and does not go on as one.</source>
        <translation>{path} ist beschädigt: Die Datei beginnt als GGUF und geht nicht so weiter.</translation>
    </message>
    <message>
        <source>{path} is neither a Modelfile nor a GGUF file.</source>
        <translation>{path} ist weder ein Modelfile noch eine GGUF-Datei.</translation>
    </message>
    <message>
        <source>{path} is no GGUF file.</source>
        <translation>{path} ist keine GGUF-Datei.</translation>
    </message>
    <message>
        <source>{path} is not what was copied there. Nothing was moved.</source>
        <translation>{path} ist nicht, was dorthin kopiert wurde. Nichts wurde verschoben.</translation>
    </message>
    <message>
        <source>{pid} (pid {pid2})</source>
        <translation>{pid} (pid {pid2})</translation>
    </message>
    <message>
        <source>{previous} is in use again</source>
        <translation>{previous} ist wieder in Gebrauch</translation>
    </message>
    <message>
        <source>{previous} runs again</source>
        <translation>{previous} läuft wieder</translation>
    </message>
    <message>
        <source>{program} cannot be started: {why}</source>
        <translation>{program} lässt sich nicht starten: {why}</translation>
    </message>
    <message>
        <source>{remedy} Then retry.</source>
        <translation>{remedy} Versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>{role} is none of {roles}</source>
        <translation>{role} ist keines von {roles}</translation>
    </message>
    <message>
        <source>{root} is a link to another folder.</source>
        <translation>{root} ist ein Link auf einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{scope} does not take {method}.</source>
        <translation>{scope} nimmt {method} nicht an.</translation>
    </message>
    <message>
        <source>{seconds} min</source>
        <translation>{seconds} min</translation>
    </message>
    <message>
        <source>{settings} is no name - at engine.{setting}</source>
        <translation>{settings} ist kein Name – bei engine.{setting}</translation>
    </message>
    <message>
        <source>{share} were answered locally, below your goal of {goal}. Look at the rules in policy.toml and at the fallbacks.</source>
        <translation>{share} wurden lokal beantwortet, unter Ihrem Ziel von {goal}. Sehen Sie nach den Regeln in policy.toml und nach den ausgewichenen Anfragen.</translation>
    </message>
    <message>
        <source>{simply} - or, for the settings that wait: {renewing}</source>
        <translation>{simply} – oder, für die wartenden Einstellungen: {renewing}</translation>
    </message>
    <message>
        <source>{source} is damaged: it is not what its name says. Nothing was moved.</source>
        <translation>{source} ist beschädigt: Der Inhalt ist nicht, was der Name sagt. Nichts wurde verschoben.</translation>
    </message>
    <message>
        <source>{spending} is spent ({spent})</source>
        <translation>{spending} ist verbraucht ({spent})</translation>
    </message>
    <message>
        <source>{spending} is spent to {percent} % ({spent})</source>
        <translation>{spending} ist zu {percent} % verbraucht ({spent})</translation>
    </message>
    <message>
        <source>{spending} may be used up by the calls under way ({spent_pico} spent, up to {under_way_pico} under way)</source>
        <translation>{spending} könnte durch die laufenden Aufrufe verbraucht sein ({spent_pico} ausgegeben, bis zu {under_way_pico} unterwegs)</translation>
    </message>
    <message>
        <source>{tag} is no version of Ollama.</source>
        <translation>{tag} ist keine Version von Ollama.</translation>
    </message>
    <message>
        <source>{target} and the models&apos; present folder {source} lie in one another.</source>
        <translation>{target} und der jetzige Modellordner {source} liegen ineinander.</translation>
    </message>
    <message>
        <source>{target} is not an empty folder.</source>
        <translation>{target} ist kein leerer Ordner.</translation>
    </message>
    <message>
        <source>{text} is no duration such as 10m or 1h30m - at engine.{setting}</source>
        <translation>{text} ist keine Dauer wie 10m oder 1h30m – bei engine.{setting}</translation>
    </message>
    <message>
        <source>{text} says nothing - at engine.{setting}</source>
        <translation>{text} sagt nichts – bei engine.{setting}</translation>
    </message>
    <message>
        <source>{there} cannot be written by the user that runs Ollama.</source>
        <translation>{there} lässt sich von dem Benutzer, unter dem Ollama läuft, nicht beschreiben.</translation>
    </message>
    <message>
        <source>{timezone} is no time zone such as Europe/Berlin - at timezone</source>
        <translation>{timezone} ist keine Zeitzone wie Europe/Berlin – bei timezone</translation>
    </message>
    <message>
        <source>{title} Docker says: {last_words}</source>
        <translation>{title} Docker sagt: {last_words}</translation>
    </message>
    <message>
        <source>{totals} GiB of GPU memory</source>
        <translation>{totals} GiB GPU-Speicher</translation>
    </message>
    <message>
        <source>{trouble} and {variable} is not set: Claude is not used.</source>
        <translation>{trouble}, und {variable} ist nicht gesetzt: Claude wird nicht benutzt.</translation>
    </message>
    <message>
        <source>{trouble}: {variable} is used.</source>
        <translation>{trouble}: {variable} wird benutzt.</translation>
    </message>
    <message>
        <source>{unpriced} cannot be counted in {most}.</source>
        <translation>{unpriced} lassen sich nicht anrechnen auf: {most}.</translation>
    </message>
    <message>
        <source>{upper} is no instruction</source>
        <translation>{upper} ist keine Anweisung</translation>
    </message>
    <message>
        <source>{upper} says nothing</source>
        <translation>{upper} sagt nichts</translation>
    </message>
    <message>
        <source>{url} is not what its checksum says; it was deleted, nothing is changed.</source>
        <translation>{url} ist nicht, was seine Prüfsumme sagt; es wurde gelöscht, nichts ist geändert.</translation>
    </message>
    <message>
        <source>{value} does not fit into memory: {text}.</source>
        <translation>{value} passt nicht in den Speicher: {text}.</translation>
    </message>
    <message>
        <source>{value} tokens fewer than ours: the export was made before the day&apos;s end</source>
        <translation>{value} Token weniger als bei uns: der Export entstand vor dem Ende des Tages</translation>
    </message>
    <message>
        <source>{what} - at `{where}`</source>
        <translation>{what} – bei `{where}`</translation>
    </message>
    <message>
        <source>{what} failed ({why}) and is being tried again</source>
        <translation>{what} fiel aus ({why}) und wird gerade wieder versucht</translation>
    </message>
    <message>
        <source>{what} failed ({why}) and is left alone for {wait} s</source>
        <translation>{what} fiel aus ({why}) und ruht noch {wait} s</translation>
    </message>
    <message>
        <source>{whose} says cloud only</source>
        <translation>nur Cloud: so will es {whose}</translation>
    </message>
    <message>
        <source>{whose} says local only</source>
        <translation>nur lokal: so will es {whose}</translation>
    </message>
    <message>
        <source>{who} {missing} GB more, the disk of {folder} has {free} GB free</source>
        <translation>{who} {missing} GB mehr, die Platte von {folder} hat {free} GB frei</translation>
    </message>
    <message>
        <source>{why}, and {reason}</source>
        <translation>{why}, und {reason}</translation>
    </message>
    <message>
        <source>{words} and {rest_w} W for the rest, at {psu_efficiency} efficiency.</source>
        <translation>{words} und {rest_w} W für den Rest, bei {psu_efficiency} Wirkungsgrad.</translation>
    </message>
    <message>
        <source>{words} by the month&apos;s end if it goes on like this; the budget is ${cap_pico}.</source>
        <translation>{words} bis Monatsende, wenn es so weitergeht; das Budget ist {cap_pico} $.</translation>
    </message>
    <message>
        <source>{words} cannot be run: {strerror}</source>
        <translation>{words} lässt sich nicht ausführen: {strerror}</translation>
    </message>
    <message>
        <source>{words} did not end within {timeout_s} s</source>
        <translation>{words} endete nicht innerhalb von {timeout_s} s</translation>
    </message>
    <message>
        <source>{words} is no value for {key}</source>
        <translation>{words} ist kein Wert für {key}</translation>
    </message>
    <message>
        <source>{words}, the rest on the processor.</source>
        <translation>{words}, der Rest auf dem Prozessor.</translation>
    </message>
    <message>
        <source>{words}; starting again in {delay} s</source>
        <translation>{words}; neuer Start in {delay} s</translation>
    </message>
</context>
</TS>
