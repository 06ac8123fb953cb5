"""Owns the configuration files of the test desktop's programs."""

BUS_CONF = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><keep_umask/><listen>unix:path=@DIR@/run/bus</listen>
<auth>EXTERNAL</auth><servicedir>@DIR@/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""

# dunst offers a notification's actions as lines "#label (summary) [id,key]": ours picks the one
# that the test wrote down.
DMENU = """#!/bin/sh
exec grep -F -m1 -- "$(cat '@DIR@/choice')"
"""

DUNSTRC = """[global]
origin = top-right
offset = 16x16
width = (240, 380)
height = 220
notification_limit = 20
padding = 12
horizontal_padding = 14
frame_width = 1
font = DejaVu Sans 10
markup = full
format = "<b>%s</b>\\n%b\\n<small>%a</small>"
idle_threshold = 0
show_indicators = no
dmenu = @MENU@
[urgency_low]
background = "#20262d"
foreground = "#d8dee6"
timeout = 300
[urgency_normal]
background = "#20262d"
foreground = "#ffffff"
timeout = 300
[urgency_critical]
background = "#5c1f24"
foreground = "#ffffff"
timeout = 0
"""

PANEL_XML = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=10;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="34"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/><value type="int" value="2"/><value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="icon-size" type="int" value="22"/>
    </property>
  </property>
</channel>
"""
