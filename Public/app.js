// Keeps an open page up to date. Everything works without it.
"use strict";

(() => {
    // Says which version of the account's data the page shows, so the stream can tell what it has missed.
    let events = document.body.dataset.events;
    if (!events) return;

    const news = document.getElementById("news");
    let source = null;
    let isBusy = false;
    let isStale = false;
    let pause = 5000;

    // The page as the server would send it now, put in place of what is shown.
    async function refresh() {
        if (isBusy) {
            isStale = true;
            return;
        }
        isBusy = true;
        try {
            const response = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
            if (response.redirected) {
                location.replace(response.url);
                return;
            }
            if (!response.ok) return;
            const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
            // Signed out elsewhere: let the browser show what there is now.
            if (!fresh.body.dataset.events) {
                location.reload();
                return;
            }
            events = fresh.body.dataset.events;
            for (const region of document.querySelectorAll("[data-live]")) {
                const other = fresh.getElementById(region.id);
                if (other) swap(region, other);
            }
        } catch {
            // Offline, or the server restarts: the stream tells when it is back.
        } finally {
            isBusy = false;
            if (isStale) {
                isStale = false;
                refresh();
            }
        }
    }

    // Elements that have not changed stay the very same, so that nothing flickers; what is read stays where it is.
    function swap(region, fresh) {
        const known = new Set(Array.from(region.querySelectorAll(".release"), (item) => item.id));
        const anchor = Array.from(region.querySelectorAll("[id]")).find((item) => item.getBoundingClientRect().top >= 0);
        const before = anchor && anchor.getBoundingClientRect().top;
        const focused = region.contains(document.activeElement) ? document.activeElement : null;
        const arrived = [];
        for (const item of fresh.querySelectorAll("[id]")) {
            const old = document.getElementById(item.id);
            if (old && region.contains(old) && old.isEqualNode(item)) item.replaceWith(old);
            else if (item.matches(".release") && !known.has(item.id)) arrived.push(item);
        }
        region.replaceChildren(...Array.from(fresh.childNodes));
        if (known.size > 0) for (const item of arrived) item.classList.add("fresh");
        if (focused) {
            const again = focused.isConnected ? focused : focused.id && document.getElementById(focused.id);
            if (again) again.focus({ preventScroll: true });
        }
        const stayed = anchor && document.getElementById(anchor.id);
        if (stayed && window.scrollY > 0) window.scrollBy(0, stayed.getBoundingClientRect().top - before);
        if (arrived.length > 0 && news) {
            news.textContent = arrived.length === 1 ? "1 new release" : `${arrived.length} new releases`;
        }
    }

    function open() {
        if (source || document.hidden) return;
        source = new EventSource(events);
        source.addEventListener("open", () => {
            pause = 5000;
        });
        source.addEventListener("change", refresh);
        source.addEventListener("error", () => {
            if (!source || source.readyState !== EventSource.CLOSED) return;
            // The answer was no stream, so the browser does not try again by itself.
            close();
            setTimeout(() => {
                refresh();
                open();
            }, pause);
            pause = Math.min(pause * 2, 300000);
        });
    }

    function close() {
        if (source) source.close();
        source = null;
    }

    // Browsers hold six connections to a server at most: a page that nobody sees gives its own back.
    document.addEventListener("visibilitychange", () => {
        if (document.hidden) close();
        else open();
    });
    window.addEventListener("pagehide", close);
    window.addEventListener("pageshow", open);
    open();
})();
